/** The tests of mutants that are alike for all: two files share them, so that they run side by side. */
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../../models/go/subject.ts';
import { loadMutant } from '../../../models/mutants/load.ts';
import { printProgram } from '../../../src/program/text.ts';
import type { Minimal } from './minimal.ts';
import { brokenBy, findingOf, isCaught, mutantOf } from './support.ts';

export function describeCatches(minimals: readonly Minimal[]): void {
  describe.each(minimals.map((minimal) => [minimal.id, minimal] as const))('%s', (id, minimal) => {
    const { lines, heap, seed = 1 } = minimal;
    const mutant = mutantOf(id);
    const head = heap === undefined ? 'heap go' : `heap go ${heap}`;
    const text = `${['allocheck 1', head, ...lines].join('\n')}\n`;

    it('is shown by its smallest program, where the model itself holds everything', () => {
      expect(brokenBy(text, loadMutant(mutant))).toSatisfy((ids: readonly string[]) =>
        isCaught(mutant, ids),
      );
      expect(brokenBy(text, goSubject)).toEqual([]);
    });

    it('is found within its budget, and shrunk to its smallest program', () => {
      const found = findingOf(mutant, seed);

      expect(found && isCaught(mutant, [found.finding.invariant, ...found.alsoBroken])).toBe(true);
      expect(found && printProgram(found.shrunk.program)).toBe(text);
    });
  });
}
