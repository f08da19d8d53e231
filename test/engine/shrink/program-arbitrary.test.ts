// Goal: any user of fast-check can put programs into a property: seeds, paths and examples work as
// for any arbitrary.
// Method: run properties that fail, and replay what fast-check reports of them.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProgramArbitrary } from '../../../src/engine/shrink/program-arbitrary.ts';
import { commandCount } from '../../../src/program/program.ts';
import type { Program } from '../../../src/program/program.ts';
import { printProgram } from '../../../src/program/text.ts';
import { PROFILE, linesOf, programOf } from '../../program/programs.ts';
import * as toys from './toys.ts';

const programs = new ProgramArbitrary(PROFILE);

/** The property that no program fails, and how often it was asked. */
function never(fails: (program: Program) => boolean): {
  readonly property: fc.IProperty<[Program]>;
  readonly calls: () => number;
} {
  let calls = 0;
  const property = fc.property(programs, (program) => {
    calls += 1;
    return !fails(program);
  });
  return { property, calls: () => calls };
}

describe('ProgramArbitrary', () => {
  it('gives the same programs for the same seed', () => {
    const text = (seed: number): readonly string[] =>
      fc.sample(programs, { seed, numRuns: 5 }).map(printProgram);
    expect(text(1)).toEqual(text(1));
    expect(text(1)).not.toEqual(text(2));
    expect(new Set(text(1)).size).toBe(5);
  });

  it.each([
    ['a free between two large blocks', toys.freeBetweenLarge, 3],
    ['the middle of three blocks freed', toys.middleFreed, 6],
    ['an even number of frees', toys.evenFrees, 5],
  ])('shrinks to the smallest program: %s', (_, fails, commands) => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const { property, calls } = never(fails);
      const { counterexample } = fc.check(property, { seed, numRuns: 2000 });
      expect(commandCount((counterexample as [Program])[0])).toBe(commands);
      expect(calls()).toBeLessThan(2500);
    }
  });

  it('replays a path in one call', () => {
    for (let seed = 1; seed <= 8; seed += 1) {
      const found = fc.check(never(toys.middleFreed).property, { seed, numRuns: 2000 });
      const [program] = found.counterexample as [Program];
      const { property, calls } = never(toys.middleFreed);
      const path = found.counterexamplePath as string;
      const replayed = fc.check(property, { seed, path, endOnFailure: true });
      expect(calls()).toBe(1);
      expect(replayed.counterexamplePath).toBe(path);
      expect(linesOf((replayed.counterexample as [Program])[0])).toEqual(linesOf(program));
    }
  });

  it('shrinks a stored program that is given as an example', () => {
    const stored = programOf('gc', 'x = malloc 4096', 'write x', 'free x', 'y = malloc 512', 'gc');
    const { property } = never(toys.freeBetweenLarge);
    const { counterexample, numRuns } = fc.check(property, { examples: [[stored]], seed: 1 });
    expect(numRuns).toBe(1);
    expect(linesOf((counterexample as [Program])[0])).toEqual([
      'heap toy',
      'a = malloc 100 noscan',
      'free a',
      'b = malloc 100 noscan',
    ]);
  });

  it('shows the text form in reports', () => {
    const details = fc.check(never(toys.liveAbove1000).property, { seed: 3, numRuns: 1000 });
    expect(fc.defaultReportMessage(details)).toContain(
      '\nallocheck 1\nheap toy\na = malloc 1001 noscan\n',
    );
  });

  it('shrinks programs and nothing else', () => {
    expect(programs.canShrinkWithoutContext(programOf('gc'))).toBe(true);
    for (const other of [undefined, null, 7, {}, { subject: 'go' }, { subject: 'go', heap: {} }]) {
      expect(programs.canShrinkWithoutContext(other)).toBe(false);
    }
    const ragged = { ...programOf('gc'), commands: new Float64Array(7) };
    expect(programs.canShrinkWithoutContext(ragged)).toBe(false);
  });
});
