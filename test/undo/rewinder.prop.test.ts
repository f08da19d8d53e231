// Goal: going back changes nothing: a program that is run from where it parts from the one before gives what it gives on a
// new heap. Method: generated programs, each followed by what is left of it without a stretch, as a shrinker tries them.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadMutant } from '../../models/mutants/load.ts';
import { mutants } from '../../models/mutants/index.ts';
import { goSubject } from '../../models/go/subject.ts';
import { tcmallocSubject } from '../../models/tcmalloc/subject.ts';
import type { SubjectDefinition } from '../../spec/subject.ts';
import { applicable } from '../../src/engine/judge.ts';
import { catalogue as all } from '../../spec/invariants/index.ts';
import { Prng } from '../../src/base/prng.ts';
import { execute } from '../../src/engine/execute.ts';
import type { Outcome } from '../../src/engine/outcome.ts';
import { keepCommands, removeRange } from '../../src/program/edit.ts';
import { OP, STRIDE, commandCount } from '../../src/program/program.ts';
import type { Program } from '../../src/program/program.ts';
import { loadUndoable } from '../../src/undo/undoable.ts';
import { generateProgram } from '../../src/workload/generate.ts';
import { profileFor } from '../../src/workload/profile.ts';
import { standardProfile } from '../../src/workload/standard-profile.ts';
import { Rewinder } from './rewinder.ts';

const catalogue = applicable(all, goSubject.offers);

/** A program, and what is left of it without stretches. */
function programsOf(subject: SubjectDefinition): fc.Arbitrary<readonly Program[]> {
  const profile = profileFor(subject, standardProfile(subject));
  return fc
    .record({ seed: fc.integer(), cuts: fc.array(fc.tuple(fc.nat(), fc.nat({ max: 12 }))) })
    .map(({ seed, cuts }) => {
      const beginning = rewindable(generateProgram(new Prng(seed), profile));
      return [beginning, ...cuts.map((cut) => without(beginning, cut)), beginning];
    });
}

const programs = programsOf(goSubject);

/** The beginning of it, without what suspends a call. */
function rewindable(program: Program): Program {
  const isSuspending = (index: number): boolean =>
    isOneOf([OP.PAUSE, OP.RESUME], program.commands[index * STRIDE]);
  return keepCommands(program, (index) => index < 60 && !isSuspending(index));
}

function isOneOf(ops: readonly number[], op: number | undefined): boolean {
  return op !== undefined && ops.includes(op);
}

function without(program: Program, [at, length]: readonly [number, number]): Program {
  const from = at % commandCount(program);
  return removeRange(program, from, Math.min(commandCount(program), from + length));
}

function plain({ judged, reached, ...rest }: Outcome): object {
  return { ...rest, judged: [...judged], reached: [...reached] };
}

describe('a rewinder', () => {
  it('says of the model what is said of it on a new heap', () => {
    const rewinder = new Rewinder(loadUndoable('go'), catalogue);
    fc.assert(
      fc.property(programs, (all) => {
        for (const program of all) {
          expect(plain(rewinder.execute(program))).toEqual(
            plain(execute(program, goSubject, catalogue)),
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it('says it of TCMalloc', () => {
    const judges = applicable(all, tcmallocSubject.offers);
    const rewinder = new Rewinder(loadUndoable('tcmalloc'), judges);
    fc.assert(
      fc.property(programsOf(tcmallocSubject), (several) => {
        for (const program of several) {
          expect(plain(rewinder.execute(program))).toEqual(
            plain(execute(program, tcmallocSubject, judges)),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it.each(['go/born-white', 'go/mark-bits-not-zeroed', 'go/arenas-in-address-order'])(
    'says it of %s',
    (id) => {
      const mutant = mutants.find((each) => each.id === id)!;
      const subject = loadMutant(mutant);
      const rewinder = new Rewinder(loadUndoable('go', mutant), catalogue);
      fc.assert(
        fc.property(programs, (all) => {
          for (const program of all) {
            expect(plain(rewinder.execute(program))).toEqual(
              plain(execute(program, subject, catalogue)),
            );
          }
        }),
        { numRuns: 20 },
      );
    },
  );
});
