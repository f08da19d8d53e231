// Goal: what each fault on purpose needs to show itself is held against the model, which must show nothing.
// Method: the smallest program of each mutant, judged by the whole catalogue. Part of `npm run mutation`: a change of
// the model that is like one of these faults is found by its program.
import { describe, expect, it } from 'vitest';
import { mutants } from '../../models/mutants/index.ts';
import { isEquivalent } from '../../models/mutants/mutant.ts';
import type { AnyMutant, Mutant } from '../../models/mutants/mutant.ts';
import { outcomeOf } from './support.ts';

/** Those whose programs a heap of Go can run: TCMalloc's and a classic heap's name geometries of their own. */
const faults = mutants.filter(
  (each: AnyMutant): each is Mutant =>
    !isEquivalent(each) && !/^(tcmalloc|go-classic)\//.test(each.id),
);

describe('the healthy model breaks nothing', () => {
  it.each(faults)('in the program that shows $id', ({ shortest: { lines, heap } }) => {
    const head = heap === undefined ? 'heap go' : `heap go ${heap}`;
    expect(outcomeOf(['allocheck 1', head, ...lines, ''].join('\n')).broken).toEqual([]);
  });
});
