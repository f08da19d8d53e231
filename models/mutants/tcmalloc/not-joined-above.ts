import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const notJoinedAbove = defineMutant({
  id: 'tcmalloc/not-joined-above',
  story: 'a span that is freed does not join the one above it',
  sources: [
    tcmalloc('page_heap.cc', 'PageHeap::MergeIntoFreeList'),
    source('gperftools #371: free neighbours never joined, and the heap grew'),
  ],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'const above = this.#map.get(span.end);',
    replace: 'const above = undefined as Span | undefined;',
  },
  caughtBy: ['tcmalloc/neighbours-joined'],
  withinRuns: 60,
  shortest: {
    lines: ['a = memalign 65536 1'],
    heap: 'geometry=tiny',
  },
});
