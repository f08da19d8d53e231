// Goal: program() is an arbitrary like any other, for fast-check's runner and for test.prop of @fast-check/vitest: it shrinks by
// fast-check's own protocol, and a seed and a path replay it.
import { test as propertyTest } from '@fast-check/vitest';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { SubjectDefinition } from '../../spec/subject.ts';
import type { Program } from '../../src/program/program.ts';
import { fc } from '../../src/engine/shrink/program-arbitrary.ts';
import { commandCount } from '../../src/program/program.ts';
import { printProgram } from '../../src/program/text.ts';
import { program, testAllocator } from '../../src/vitest/index.ts';
import type { TestOptions } from '../../src/vitest/index.ts';
import { MANUAL } from '../../src/workload/profiles.ts';
import { sound, overlapping } from './pools.ts';

function expectHeld(subject: SubjectDefinition, one: Program): void {
  expect(one.subject).toBe(subject.id);
  expect(subject).toHoldInvariants(one);
}

propertyTest.prop([program(sound)], { seed: 1, numRuns: 20 })(
  'programs for a subject hold on it',
  (one) => {
    expectHeld(sound, one);
  },
);

describe('program()', () => {
  const property = fc.property(program(overlapping), (one) => expectHeld(overlapping, one));

  it('shrinks to the shortest program, which a path replays', () => {
    const { counterexample, seed, counterexamplePath } = fc.check(property, { seed: 1 });
    const [shortest] = counterexample as [Program];
    expect(printProgram(shortest).trimEnd().split('\n').slice(2)).toEqual([
      'a = malloc 1 noscan',
      'b = malloc 1 noscan',
    ]);
    const again = fc.check(property, { seed, path: counterexamplePath!, endOnFailure: true });
    expect(printProgram((again.counterexample as [Program])[0])).toBe(printProgram(shortest));
  });

  it('takes a profile', () => {
    const short = program(sound, { ...MANUAL, commandsMin: 1, commandsMax: 3 });
    fc.assert(
      fc.property(short, (one) => commandCount(one) <= 3),
      { seed: 1, numRuns: 20 },
    );
  });
});

describe('the types', () => {
  it('are those of fast-check, vitest and a config', () => {
    expectTypeOf(program(sound)).toExtend<fc.Arbitrary<Program>>();
    expectTypeOf(testAllocator).returns.toEqualTypeOf<void>();
    expectTypeOf<TestOptions['runs']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<TestOptions>().not.toHaveProperty('out');
    expectTypeOf(expect(sound).toHoldInvariants).parameter(0).toEqualTypeOf<Program | string>();
    expectTypeOf(expect(sound).not.toHoldInvariants).returns.toEqualTypeOf<void>();
    // @ts-expect-error -- a program is no number
    expectTypeOf(expect(sound).toHoldInvariants).toBeCallableWith(1);
  });
});
