// Goal: each mutant is found, told to be what it is, and made small.
// Method: a campaign as `allocheck run` makes it, of one seed, within each mutant's own budget. The
// smallest program of each is written out in minimal.ts: it must break the mutant and nothing else,
// and the shrinker must come to it. All 20 seeds are run by twenty-seeds.quality.test.ts.
import { describe, expect, it } from 'vitest';
import { mutants } from '../../../models/mutants/index.ts';
import { describeCatches } from './catches.ts';
import { MINIMAL } from './minimal.ts';

describe('the smallest programs', () => {
  it('are there for every mutant', () => {
    expect(MINIMAL.map(({ id }) => id)).toEqual(mutants.map(({ id }) => id));
  });
});

describeCatches(MINIMAL.filter(({ id }) => id < 'go/p'));
