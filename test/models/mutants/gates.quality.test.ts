// Goal: no check that cannot fire: every invariant has been seen to catch a fault that it is named for. Method: the smallest
// program of each mutant, run to its end whatever breaks; what breaks there would have noticed the mutant alone. That every
// mutant is caught is shown by catch-1-of-4.quality.test.ts, and from ten seeds by
//
//     npx allocheck mutants --run
import { describe, expect, it } from 'vitest';
import { loadMutant } from '../../../models/mutants/load.ts';
import { catalogue } from '../../../spec/invariants/index.ts';
import { BREAKDOWN } from '../../../src/campaign/trial.ts';
import { everyBreak } from '../../../src/engine/execute.ts';
import { applicable } from '../../../src/engine/judge.ts';
import { parseProgram } from '../../../src/program/text.ts';
import { faults, shortestText } from './support.ts';

/** Ids of the mutants that each invariant is named by and breaks in. */
const catches = new Map(catalogue.map(({ id }): [string, string[]] => [id, []]));
for (const mutant of faults) {
  const subject = loadMutant(mutant);
  const program = parseProgram(shortestText(mutant), mutant.id);
  for (const { invariant } of everyBreak(program, subject, applicable(catalogue, subject.offers)))
    if (mutant.caughtBy.includes(invariant)) catches.get(invariant)?.push(mutant.id);
}

describe('an invariant', () => {
  // A crash is seen without any invariant, so the one that tells of it proves nothing by a mutant.
  it.each(catalogue.map(({ id }) => id).filter((id) => id !== BREAKDOWN))(
    '%s catches a mutant',
    (id) => {
      expect(catches.get(id)).not.toEqual([]);
    },
  );
});
