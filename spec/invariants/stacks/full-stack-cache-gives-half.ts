import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { cacheReleases } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_CACHE_SIZE } from '../../views/runtime.ts';

const released = (size: number): ReturnType<typeof stacksView> =>
  stacksView(({ stacks: { log } }) => {
    log.released.push({ p: 0, order: 3, size, stacks: 1 });
  });

export const fullStackCacheGivesHalf = defineInvariant({
  id: 'stacks/full-stack-cache-gives-half',
  holds: 'a full stack cache gives back half of its 32 KiB before it takes another stack',
  because: 'with less, the pool is asked again soon; with all, it is for the next stack',
  sources: [go119('stack.go', 'stackcacherelease')],
  when: 'always',
  cost: 'O(1)',
  every: cacheReleases,
  check({ p, order, size }) {
    return expectEqual(
      `bytes in the cache of P${p} for order ${order}`,
      STACK_CACHE_SIZE / 2,
      size,
    );
  },
  examples: {
    holds: [stacksView(), released(STACK_CACHE_SIZE / 2)],
    violates: [released(0), released(STACK_CACHE_SIZE)],
  },
});
