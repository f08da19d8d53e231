import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { cacheClearings } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_MIN } from '../../views/runtime.ts';

const cleared = (stacks: number): ReturnType<typeof stacksView> =>
  stacksView(({ stacks: { log } }) => {
    log.cleared.push({ p: 0, order: 0, stacks, size: stacks * STACK_MIN });
  });

export const stackCacheClearedEachCycle = defineInvariant({
  id: 'stacks/stack-cache-cleared-each-cycle',
  holds: "no stack is left in a processor's cache when its mcache was flushed for a new cycle",
  because: 'spans of stacks that nobody uses stay with idle processors for ever',
  sources: [go119('mcache.go', 'prepareForSweep'), go119('stack.go', 'stackcache_clear')],
  when: 'always',
  cost: 'O(1)',
  every: cacheClearings,
  check: ({ p, order, stacks }) =>
    expectEqual(`stacks in the cache of P${p} for order ${order}`, 0, stacks),
  examples: { holds: [stacksView(), cleared(0)], violates: [cleared(1)] },
});
