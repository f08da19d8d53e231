// Goal: each mutant is found, told to be what it is, and made small.
// Method: a campaign as `allocheck run` makes it, of one seed, within each mutant's own budget. The
// smallest program of each is written out in minimal.ts: it must break the mutant and nothing else,
// and the shrinker must come to it. All 20 seeds are run by twenty-seeds.quality.test.ts.
import { describe, expect, it } from 'vitest';
import { goSubject } from '../../../models/go/subject.ts';
import { mutants } from '../../../models/mutants/index.ts';
import { loadMutant } from '../../../models/mutants/load.ts';
import { printProgram } from '../../../src/program/text.ts';
import { MINIMAL } from './minimal.ts';
import { brokenBy, findingOf, isCaught, mutantOf } from './support.ts';

describe('the smallest programs', () => {
  it('are there for every mutant', () => {
    expect(MINIMAL.map(({ id }) => id)).toEqual(mutants.map(({ id }) => id));
  });
});

describe.each(MINIMAL.map((minimal) => [minimal.id, minimal] as const))('%s', (id, minimal) => {
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
