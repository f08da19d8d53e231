import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const cursorOnDeadCache = defineMutant({
  id: 'tcmalloc/cursor-on-dead-cache',
  story: 'the next look for budget is at a cache that is gone',
  sources: [tcmalloc('thread_cache.cc', 'ThreadCache::DeleteCache: next_memory_steal_')],
  patch: {
    file: 'models/tcmalloc/budget.ts',
    find: 'if (this.next === cache) this.next = this.caches[at];',
    replace: '',
  },
  caughtBy: ['tcmalloc/steal-cursor-alive'],
  withinRuns: 2600,
  shortest: {
    lines: ['a = malloc 1', 'b = malloc 1 on P1', 'c = malloc 1 on P2', 'goexit'],
    heap: 'procs=3 geometry=tiny',
    seed: 3,
  },
});
