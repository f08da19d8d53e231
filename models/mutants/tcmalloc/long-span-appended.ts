import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const longSpanAppended = defineMutant({
  id: 'tcmalloc/long-span-appended',
  story: 'a long span is put in front of those that are one page shorter',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::PrependToFreeList: large_normal_.insert')],
  patch: {
    file: 'models/tcmalloc/span.ts',
    find: 'this.spans.splice(this.#place(span.npages, span.page), 0, span);',
    replace: 'this.spans.splice(this.#place(span.npages - 1, span.page), 0, span);',
  },
  caughtBy: ['tcmalloc/large-best-fit', 'tcmalloc/set-ordered'],
  withinRuns: 300,
  shortest: {
    lines: ['a = malloc 1', 'b = malloc 4097'],
    heap: 'geometry=tiny',
    seed: 6,
  },
});
