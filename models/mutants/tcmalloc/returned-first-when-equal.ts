import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const returnedFirstWhenEqual = defineMutant({
  id: 'tcmalloc/returned-first-when-equal',
  story: 'of two long spans of one length the returned one is put to use',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::AllocLarge: strictly better')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'returned.npages < normal.npages ?',
    replace: 'returned.npages <= normal.npages ?',
  },
  caughtBy: ['tcmalloc/large-best-fit'],
  withinRuns: 440,
  shortest: {
    lines: ['a = malloc 1985', 'free a', 'b = malloc 1'],
    heap: 'geometry=tiny',
    seed: 3,
  },
});
