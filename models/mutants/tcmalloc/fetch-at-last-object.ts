import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const fetchAtLastObject = defineMutant({
  id: 'tcmalloc/fetch-at-last-object',
  story: 'a thread fetches objects while it has one',
  sources: [tcmalloc('thread_cache.cc', 'ThreadCache::Allocate: list->empty()')],
  patch: {
    file: 'models/tcmalloc/thread-cache.ts',
    find: 'if (list.length === 0) return 0;',
    replace: 'if (list.length <= 1) return 0;',
  },
  caughtBy: ['tcmalloc/fetch-when-empty'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1', 'free a', 'b = malloc 1'] },
});
