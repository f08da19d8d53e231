import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const grownBeforeSearched = defineMutant({
  id: 'tcmalloc/grown-before-searched',
  story: 'the heap grows before it is searched',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::New')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'return this.#search(npages) ?? this.#coalesced(npages) ?? this.#grown(npages);',
    replace: 'return this.#grown(npages) ?? this.#search(npages) ?? this.#coalesced(npages);',
  },
  caughtBy: ['tcmalloc/grow-only-on-miss'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1', 'b = malloc 9'] },
});
