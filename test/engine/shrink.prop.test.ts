// Goal: whatever is shrunk, the result fails, is no larger, is in canonical form, and is the same
// each time.
// Method: faults drawn at random, as a set of marks that a program must have; shrink generated
// programs that have them.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shrink, smallerPrograms } from '../../src/engine/shrink.ts';
import { isSmaller } from '../../src/engine/shrink/order.ts';
import { close, renumber } from '../../src/program/close.ts';
import { commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { printProgram } from '../../src/program/text.ts';
import { anyProgram, generated } from '../program/programs.ts';
import { stepsOf } from './shrink/toys.ts';

/**
 * What a program does, as one mark a step: the kind, the power of two of the size, the processor.
 */
function marksOf(program: Program): ReadonlySet<string> {
  const marks = stepsOf(program).map(({ op, size, processor }) => {
    return `${op} ${Math.ceil(Math.log2(size + 1))} ${processor > 0 ? 1 : 0}`;
  });
  return new Set(marks);
}

interface Case {
  readonly program: Program;
  readonly fails: (candidate: Program) => boolean;
}

/** A program, and a fault that up to three of its marks make. */
const cases: fc.Arbitrary<Case> = fc
  .tuple(fc.oneof(generated(), anyProgram), fc.array(fc.nat(), { maxLength: 3 }))
  .map(([program, picks]) => {
    const marks = [...marksOf(program)];
    const wanted = marks.length === 0 ? [] : picks.map((pick) => marks[pick % marks.length] ?? '');
    const fails = (candidate: Program): boolean => {
      const found = marksOf(candidate);
      return wanted.every((mark) => found.has(mark));
    };
    return { program, fails };
  });

const fixed = { seed: 42, numRuns: 60 };

describe('a shrunk program', () => {
  it('fails, in canonical form, and is not larger', () => {
    fc.assert(
      fc.property(cases, ({ program, fails }) => {
        const { program: shrunk } = shrink(program, fails);
        expect(fails(shrunk)).toBe(true);
        expect(isSmaller(program, shrunk)).toBe(false);
        expect(close(shrunk)).toBe(shrunk);
        expect(printProgram(renumber(shrunk))).toBe(printProgram(shrunk));
      }),
      fixed,
    );
  });

  it('is a function of the program and the fault', () => {
    fc.assert(
      fc.property(cases, ({ program, fails }) => {
        const [first, second] = [shrink(program, fails), shrink(program, fails)];
        expect(printProgram(second.program)).toBe(printProgram(first.program));
        expect(second.evaluations).toBe(first.evaluations);
      }),
      fixed,
    );
  });

  it('cannot be shrunk further', () => {
    fc.assert(
      fc.property(cases, ({ program, fails }) => {
        const { program: shrunk, complete } = shrink(program, fails);
        if (!complete) return;
        expect([...smallerPrograms(shrunk)].filter(fails).map(printProgram)).toEqual([]);
      }),
      fixed,
    );
  });

  it('takes no program twice and no more runs than are allowed', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 200 }), ({ program, fails }, evaluations) => {
        const seen: string[] = [];
        const shrunk = shrink(
          program,
          (candidate) => {
            seen.push(printProgram(candidate));
            return fails(candidate);
          },
          { evaluations },
        );
        expect(new Set(seen).size).toBe(seen.length);
        expect(shrunk.evaluations).toBe(seen.length);
        expect(seen.length).toBeLessThanOrEqual(evaluations);
      }),
      fixed,
    );
  });
});

describe('the programs smaller than one', () => {
  it('are smaller, closed and the same each time', () => {
    const short = anyProgram.filter((program) => commandCount(program) <= 12);
    fc.assert(
      fc.property(short, (program) => {
        const smaller = [...smallerPrograms(program)];
        for (const each of smaller) {
          expect(isSmaller(each, program)).toBe(true);
          expect(close(each)).toBe(each);
        }
        expect([...smallerPrograms(program)].map(printProgram)).toEqual(smaller.map(printProgram));
      }),
      fixed,
    );
  });
});
