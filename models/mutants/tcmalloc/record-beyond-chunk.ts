import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const recordBeyondChunk = defineMutant({
  id: 'tcmalloc/record-beyond-chunk',
  story: 'a record begins in a chunk that has too little left for it',
  sources: [tcmalloc('page_heap_allocator.h', 'PageHeapAllocator::New: free_avail_ < sizeof(T)')],
  patch: {
    file: 'models/tcmalloc/metadata.ts',
    find: 'if (this.#left < bytes && ',
    replace: 'if (this.#left <= 0 && ',
  },
  caughtBy: ['tcmalloc/metadata-within-what-was-obtained'],
  withinRuns: 100,
  shortest: {
    lines: ['fault reserve#3 refuse onwards', 'a = malloc 1'],
    heap: 'geometry=tiny',
  },
});
