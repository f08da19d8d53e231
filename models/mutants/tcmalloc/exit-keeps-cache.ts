import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const exitKeepsCache = defineMutant({
  id: 'tcmalloc/exit-keeps-cache',
  story: 'a thread that ends leaves its cache among those that there are',
  sources: [tcmalloc('thread_cache.cc', 'ThreadCache::DeleteCache')],
  patch: { file: 'models/tcmalloc/tcmalloc.ts', find: 'this.budget.leave(cache);', replace: '' },
  caughtBy: ['tcmalloc/left-cache-gone'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1', 'goexit'] },
});
