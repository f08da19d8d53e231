import { HEAP_BASE } from '../../fixtures/go.ts';
import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { stackCaches } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_CACHE_SIZE, STACK_MIN } from '../../views/runtime.ts';

const ofStacks = (stacks: number, size: number): ReturnType<typeof stacksView> =>
  stacksView(({ stacks: { caches } }) => {
    const list = Array.from({ length: stacks }, (_, i) => HEAP_BASE + (i + 1) * STACK_MIN);
    caches[0]![0] = { list, size };
  });

export const stackCacheWithinItsSize = defineInvariant({
  id: 'stacks/stack-cache-within-its-size',
  holds: 'a stack cache counts the bytes of its stacks, which are 32 KiB at most',
  because:
    'a processor hoards stacks that others ask the page heap for, or gives back the wrong number',
  sources: [
    go119('stack.go', 'stackfree: _StackCacheSize'),
    go119('stack.go', 'stackcacherelease'),
  ],
  when: 'quiescent',
  cost: 'O(1)',
  every: stackCaches,
  check({ p, order, cache: { list, size } }) {
    const bytes = list.length * (STACK_MIN << order);
    if (size === bytes && size <= STACK_CACHE_SIZE) return undefined;
    return {
      at: `cache of P${p} for order ${order}`,
      expected: `${Math.min(bytes, STACK_CACHE_SIZE)} bytes`,
      actual: `${size} bytes, ${list.length} stacks`,
    };
  },
  examples: {
    holds: [stacksView(), ofStacks(16, STACK_CACHE_SIZE), ofStacks(0, 0)],
    violates: [ofStacks(17, STACK_CACHE_SIZE + STACK_MIN), ofStacks(2, STACK_MIN), ofStacks(0, 1)],
  },
});
