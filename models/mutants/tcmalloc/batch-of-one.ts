import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const batchOfOne = defineMutant({
  id: 'tcmalloc/batch-of-one',
  story: 'large classes move objects one by one',
  sources: [
    tcmalloc('common.cc', 'SizeMap::NumMoveSize'),
    source('google/tcmalloc e3907493: a batch of one where two was meant'),
  ],
  patch: {
    file: 'models/tcmalloc/size-map.ts',
    find: 'return Math.max(2, ',
    replace: 'return Math.max(1, ',
  },
  caughtBy: ['tcmalloc/batch-bounds'],
  withinRuns: 60,
  shortest: { lines: [] },
});
