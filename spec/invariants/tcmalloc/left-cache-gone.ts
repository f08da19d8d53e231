import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { leftThreads } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';

export const tcLeftCacheGone = defineInvariant({
  id: 'tcmalloc/left-cache-gone',
  holds: 'a thread whose cache was given back has none',
  because: 'what it holds is reached by nobody',

  sources: [tcmalloc('thread_cache.cc', 'ThreadCache::DeleteCache')],
  when: 'always',
  cost: 'O(threads)',
  every: leftThreads,
  check(thread, { tcmalloc: { caches } }) {
    if (caches.every((cache) => cache.thread !== thread)) return undefined;
    return { at: `thread ${thread}`, expected: 'no cache', actual: 'a cache' };
  },
  examples: {
    holds: [tcView(), tcView(({ log }) => log.cacheLeft(1))],
    violates: [tcView(({ log }) => log.cacheLeft(0))],
  },
});
