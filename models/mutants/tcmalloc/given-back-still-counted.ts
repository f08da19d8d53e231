import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const givenBackStillCounted = defineMutant({
  id: 'tcmalloc/given-back-still-counted',
  story: 'objects that a thread gives back still count as its own',
  sources: [tcmalloc('thread_cache.cc', 'ReleaseToCentralCache: size_ -= delta_bytes')],
  patch: {
    file: 'models/tcmalloc/thread-cache.ts',
    find: 'this.bytes -= left * this.#sizeOf(sizeClass);',
    replace: '',
  },
  caughtBy: ['tcmalloc/cache-bytes-sum'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 122881', 'b = realloc a 1', 'free b'] },
});
