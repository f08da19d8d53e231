import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const copyCountsUsable = defineMutant({
  id: 'tcmalloc/copy-counts-usable',
  story: 'realloc copies as much as the new block has room for',
  sources: [source('gperftools #467: realloc copied from, or as far as, the wrong place')],
  patch: {
    file: 'models/tcmalloc/tcmalloc.ts',
    find: 'Math.min(usableBefore, size)',
    replace: 'Math.min(usableBefore / 2, size)',
  },
  caughtBy: ['client/contents-kept'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 5', 'b = realloc a 9'] },
});
