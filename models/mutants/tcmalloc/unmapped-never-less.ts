import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const unmappedNeverLess = defineMutant({
  id: 'tcmalloc/unmapped-never-less',
  story: 'the bytes of a returned span that is put to use still count as unmapped',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::RemoveFromFreeList')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'this.unmappedBytes -= this.#bytes(span);',
    replace: '',
  },
  caughtBy: [
    'tcmalloc/commit-identity',
    'tcmalloc/in-use-identity',
    'tcmalloc/unmapped-bytes-true',
  ],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
