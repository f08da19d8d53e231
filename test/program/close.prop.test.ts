// Goal: tidying a program changes its looks and never what it does, so that a shrunk program means
// what the long one meant.
// Method: over generated programs with commands deleted at random, and over arbitrary ones, compare
// what a plain client does with a program before and after.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { close, renumber } from '../../src/program/close.ts';
import { keepCommands } from '../../src/program/edit.ts';
import type { Program } from '../../src/program/program.ts';
import { printProgram } from '../../src/program/text.ts';
import { stepsOf } from '../engine/shrink/toys.ts';
import { anyProgram, generated } from './programs.ts';

const fixed = { seed: 42, numRuns: 300 };

/** Generated programs of which a part is deleted. */
const thinned = fc.tuple(generated(), fc.infiniteStream(fc.boolean())).map(([program, keeps]) => {
  return keepCommands(program, () => keeps.next().value);
});
const programs: fc.Arbitrary<Program> = fc.oneof(thinned, anyProgram);

describe('close', () => {
  it('leaves every step that does something', () => {
    fc.assert(
      fc.property(programs, (program) => {
        expect(stepsOf(close(program))).toEqual(stepsOf(program));
      }),
      fixed,
    );
  });

  it('has nothing to do a second time', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const closed = close(program);
        expect(close(closed)).toBe(closed);
      }),
      fixed,
    );
  });
});

describe('renumber', () => {
  it('changes nothing but names', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const nameless = stepsOf(program).map((step) => ({ ...step, label: 0, old: 0 }));
        const renumbered = stepsOf(renumber(program)).map((step) => ({
          ...step,
          label: 0,
          old: 0,
        }));
        expect(renumbered).toEqual(nameless);
      }),
      fixed,
    );
  });

  it('has nothing to do a second time', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const renumbered = renumber(program);
        expect(printProgram(renumber(renumbered))).toBe(printProgram(renumbered));
      }),
      fixed,
    );
  });
});
