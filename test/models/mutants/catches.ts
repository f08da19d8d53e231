/** The tests of mutants that are alike for all: the files that share them run side by side. */
import { describe, expect, it } from 'vitest';
import { loadMutant } from '../../../models/mutants/load.ts';
import type { Mutant } from '../../../models/mutants/mutant.ts';
import { printProgram } from '../../../src/program/text.ts';
import { brokenBy, findingOf, isCaught, modelOf, relationsOf, shortestText } from './support.ts';

export function describeCatches(mutants: readonly Mutant[]): void {
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
