import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const takenSpanStillFree = defineMutant({
  id: 'tcmalloc/taken-span-still-free',
  story: 'the bytes of a free span that is put to use still count as free',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::RemoveFromFreeList')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'this.freeBytes -= this.#bytes(span);',
    replace: '',
  },
  caughtBy: ['tcmalloc/free-bytes-true', 'tcmalloc/in-use-identity'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
