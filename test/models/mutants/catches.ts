/** The tests of mutants that are alike for all. */
import { describe, expect, it } from 'vitest';
import { loadMutant } from '../../../models/mutants/load.ts';
import { printProgram } from '../../../src/program/text.ts';
import {
  brokenBy,
  faults,
  findingOf,
  isCaught,
  modelOf,
  relationsOf,
  shortestText,
} from './support.ts';

/** Files that share the mutants. */
const FILES = 4;

/** @param file  which one of them this is, from 1: each takes every fourth mutant, so that all take about as long */
export function describeCatches(file: number): void {
  const mutants = faults.filter((_, place) => place % FILES === file - 1);
  describe.each(mutants.map((mutant) => [mutant.id, mutant] as const))('%s', (_, mutant) => {
    const text = shortestText(mutant);

    it('is shown by its smallest program, where the model itself holds everything', () => {
      expect(brokenBy(text, loadMutant(mutant), relationsOf(mutant))).toSatisfy(
        (ids: readonly string[]) => isCaught(mutant, ids),
      );
      expect(brokenBy(text, modelOf(mutant), relationsOf(mutant))).toEqual([]);
    });

    it('is found within its budget, and shrunk to its smallest program', () => {
      const found = findingOf(mutant, mutant.shortest.seed ?? 1);

      expect(found && isCaught(mutant, [found.finding.invariant, ...found.alsoBroken])).toBe(true);
      expect(found && printProgram(found.shrunk.program)).toBe(text);
    });
  });
}
