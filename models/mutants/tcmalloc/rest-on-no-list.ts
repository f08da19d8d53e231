import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const restOnNoList = defineMutant({
  id: 'tcmalloc/rest-on-no-list',
  story: 'what is left of a span is put on no list',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::Carve: PrependToFreeList(leftover)')],
  patch: { file: 'models/tcmalloc/page-heap.ts', find: 'this.#addFree(rest);', replace: '' },
  caughtBy: [
    'tcmalloc/commit-identity',
    'tcmalloc/free-span-listed-once',
    'tcmalloc/in-use-identity',
  ],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
