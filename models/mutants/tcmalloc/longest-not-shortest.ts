import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const longestNotShortest = defineMutant({
  id: 'tcmalloc/longest-not-shortest',
  story: 'the longest of the long spans is put to use',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::AllocLarge: best fit')],
  patch: {
    file: 'models/tcmalloc/span.ts',
    find: 'return this.spans[this.#place(npages, 0)];',
    replace: 'return this.spans.at(-1)?.npages! >= npages ? this.spans.at(-1) : undefined;',
  },
  caughtBy: ['tcmalloc/large-best-fit'],
  withinRuns: 120,
  shortest: {
    lines: ['a = memalign 1048576 1', 'b = malloc 1'],
    heap: 'geometry=tiny',
  },
});
