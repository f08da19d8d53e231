import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const longSpanAppended = defineMutant({
  id: 'tcmalloc/long-span-appended',
  story: 'a long span is put behind all others, whatever its length',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::PrependToFreeList: large_normal_.insert')],
  patch: {
    file: 'models/tcmalloc/span.ts',
    find: 'this.spans.splice(this.#place(span.npages, span.page), 0, span);',
    replace: 'this.spans.push(span);',
  },
  caughtBy: ['tcmalloc/set-ordered'],
  withinRuns: 100,
  shortest: {
    lines: ['a = malloc 1', 'b = malloc 4161'],
    heap: 'geometry=tiny',
  },
});
