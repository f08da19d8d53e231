import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const largestClassLeftOut = defineMutant({
  id: 'tcmalloc/largest-class-left-out',
  story: 'the largest small size gets no class',
  sources: [tcmalloc('common.cc', 'SizeMap::Init')],
  patch: {
    file: 'models/tcmalloc/size-map.ts',
    find: 'size <= maxSmallBytes; size +=',
    replace: 'size < maxSmallBytes; size +=',
  },
  caughtBy: ['tcmalloc/class-strictly-increasing'],
  withinRuns: 60,
  shortest: {
    lines: [],
  },
});
