import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const joinedSpanKeepsMap = defineMutant({
  id: 'tcmalloc/joined-span-keeps-map',
  story: 'a span that joins the one below it is not noted at its new first page',
  sources: [
    tcmalloc('page_heap.cc', 'PageHeap::MergeIntoFreeList: pagemap_.set(span->start, span)'),
  ],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'this.#map.set(span.page, span);',
    replace: '',
  },
  caughtBy: ['tcmalloc/live-blocks-in-use', 'tcmalloc/pagemap-boundaries'],
  withinRuns: 60,
  shortest: { lines: ['a = memalign 65536 1', 'b = memalign 65536 1', 'c = memalign 4096 1'] },
});
