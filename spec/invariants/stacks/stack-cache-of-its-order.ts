import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE } from '../../fixtures/go.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { stackCaches } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { SPAN_IN_USE, SPAN_MANUAL } from '../../views/go.ts';
import { STACK_MIN } from '../../views/runtime.ts';

export const stackCacheOfItsOrder = defineInvariant({
  id: 'stacks/stack-cache-of-its-order',
  holds:
    'each stack that a processor caches is of the order of its list, and lies in a span of such',
  because:
    'a goroutine is given a stack that is smaller than it asked for, and writes over the next one',
  sources: [go119('stack.go', 'stackalloc, stackfree: order'), go119('mcache.go', 'stackfreelist')],
  when: 'quiescent',
  cost: 'O(stacks of the list)',
  every: stackCaches,
  check({ p, order, cache }, { go }) {
    const bytes = STACK_MIN << order;
    for (const stack of cache.list) {
      const it = go.spanOf(stack);
      const isOne = it?.state === SPAN_MANUAL && it.elemsize === bytes;
      if (isOne && (stack - it.startAddr) % bytes === 0) continue;
      return {
        at: `stack ${hex(stack)} in the cache of P${p} for order ${order}`,
        expected: `in a span of stacks of ${bytes} bytes`,
        actual: `in a span of state ${it?.state ?? 'none'} with stacks of ${it?.elemsize ?? 0} bytes`,
      };
    }
    return undefined;
  },
  examples: {
    holds: [stacksView()],
    violates: [
      stacksView(({ stacks }) => {
        stacks.caches[0]![1]!.list.push(HEAP_BASE + 2 * STACK_MIN);
      }),
      stacksView(({ span }) => {
        span.state = SPAN_IN_USE;
      }),
      stacksView(({ stacks }) => {
        stacks.caches[0]![0]!.list.push(HEAP_BASE + 8);
      }),
    ],
  },
});
