import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const stealFromNobody = defineMutant({
  id: 'tcmalloc/steal-from-nobody',
  story: 'a cache that steals budget takes it from nobody',
  sources: [
    tcmalloc('thread_cache.cc', 'ThreadCache::IncreaseCacheLimitLocked'),
    source('gperftools #929: a budget was adjusted from a stale copy'),
  ],
  patch: { file: 'models/tcmalloc/budget.ts', find: 'victim.maxBytes -= stealBytes;', replace: '' },
  caughtBy: ['tcmalloc/budget-conservation'],
  withinRuns: 820,
  shortest: {
    lines: ['a = malloc 1', 'b = malloc 1 on P1', 'free a on P2'],
    heap: 'procs=3 geometry=tiny',
  },
});
