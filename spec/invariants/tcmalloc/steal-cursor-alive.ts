import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { tcHeap } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcStealCursorAlive = defineInvariant({
  id: 'tcmalloc/steal-cursor-alive',
  holds: 'the cache whose budget is looked at next is there',
  because: 'a thread writes to memory of a cache that is gone',

  sources: [tcmalloc('thread_cache.cc', 'ThreadCache::DeleteCache: next_memory_steal_')],
  when: 'always',
  cost: 'O(threads)',
  every: tcHeap,
  check({ caches, stealCursor }) {
    if (stealCursor < 0 || caches.some(({ thread }) => thread === stealCursor)) return undefined;
    return {
      at: 'the next look',
      expected: 'a thread with a cache',
      actual: `thread ${stealCursor}`,
    };
  },
  examples: {
    holds: [tcView(), tcView(({ tc }) => (tc.stealCursor = 0))],
    violates: [tcView(({ tc }) => (tc.stealCursor = 1))],
  },
});
