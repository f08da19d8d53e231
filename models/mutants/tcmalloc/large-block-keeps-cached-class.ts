import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const largeBlockKeepsCachedClass = defineMutant({
  id: 'tcmalloc/large-block-keeps-cached-class',
  story: 'the class cache goes on knowing the class that pages of a large block once had',
  sources: [tcmalloc('page_heap.h', 'PageHeap::InvalidateCachedSizeClass')],
  patch: {
    file: 'models/tcmalloc/tcmalloc.ts',
    find: 'this.pageMap.forgetClass(span.page);',
    replace: '',
  },
  caughtBy: [
    'os/blocks-in-ready-memory',
    'tcmalloc/usable-is-object',
    'tcmalloc/class-cache-coherent',
  ],
  withinRuns: 220,
  shortest: {
    lines: ['a = malloc 1', 'free a', 'goexit', 'b = malloc 33'],
    heap: 'geometry=tiny',
    seed: 4,
  },
});
