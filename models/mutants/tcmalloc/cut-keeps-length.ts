import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const cutKeepsLength = defineMutant({
  id: 'tcmalloc/cut-keeps-length',
  story: 'a list that is cut counts the objects that are gone',
  sources: [tcmalloc('thread_cache.h', 'ThreadCache::FreeList::PopRange')],
  patch: { file: 'models/tcmalloc/thread-cache.ts', find: 'this.#shorten(count);', replace: '' },
  caughtBy: ['tcmalloc/fetch-when-empty', 'tcmalloc/cache-bytes-sum', 'tcmalloc/list-length-true'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 122881', 'b = realloc a 1', 'free b'] },
});
