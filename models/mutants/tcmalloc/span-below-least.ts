import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const spanBelowLeast = defineMutant({
  id: 'tcmalloc/span-below-least',
  story: 'spans of any length are made, though the system takes longer ones only',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::RoundUpSize')],
  patch: [
    {
      file: 'models/tcmalloc/page-heap.ts',
      find: 'return Math.ceil(pages / minSpanPages) * minSpanPages;',
      replace: 'return minSpanPages > 0 ? pages : 0;',
    },
    {
      file: 'models/tcmalloc/tcmalloc.ts',
      find: 'Math.ceil(size / (pageBytes * minSpanPages))) * minSpanPages;',
      replace: 'Math.ceil(size / (pageBytes * (minSpanPages > 0 ? 1 : 1))));',
    },
  ],
  caughtBy: ['tcmalloc/min-span-multiple'],
  withinRuns: 100,
  shortest: {
    lines: ['a = memalign 65536 1'],
    heap: 'geometry=page4k',
  },
});
