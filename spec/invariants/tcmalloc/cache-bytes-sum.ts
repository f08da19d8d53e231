import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { threadCaches } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcCacheBytesSum = defineInvariant({
  id: 'tcmalloc/cache-bytes-sum',
  holds: 'a cache counts the bytes of all objects on its lists',
  because: 'it scavenges for ever, or holds memory without end',

  sources: [tcmalloc('thread_cache.h', 'ThreadCache::size_')],
  when: 'always',
  cost: 'O(classes)',
  every: threadCaches,
  check({ thread, bytes, lists }, { tcmalloc: { sizeMap } }) {
    const sum = lists.reduce((all, { length }, c) => all + length * sizeMap.sizes[c]!, 0);
    return expectEqual(`bytes with thread ${thread}`, sum, bytes);
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.caches[0]!.bytes = 32))] },
});
