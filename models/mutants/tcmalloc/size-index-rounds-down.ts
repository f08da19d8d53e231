import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const sizeIndexRoundsDown = defineMutant({
  id: 'tcmalloc/size-index-rounds-down',
  story: 'the table of classes is asked by an index that is rounded down beyond 1024 bytes',
  sources: [
    tcmalloc('common.h', 'SizeMap::ClassIndex'),
    source('jemalloc PR #649: a simplified size computation'),
  ],
  patch: {
    file: 'models/tcmalloc/size-map.ts',
    find: '(size + COARSE_OFFSET) >>> 7',
    replace: '(size + COARSE_OFFSET - 127) >>> 7',
  },
  caughtBy: ['tcmalloc/class-tight'],
  withinRuns: 60,
  shortest: { lines: [] },
});
