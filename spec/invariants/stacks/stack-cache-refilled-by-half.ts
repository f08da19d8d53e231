import { stacksView } from '../../fixtures/stacks.ts';
import { defineInvariant } from '../../invariant.ts';
import { cacheRefills } from '../../quantifiers/stacks.ts';
import { go119 } from '../../sources.ts';
import { STACK_CACHE_SIZE, STACK_MIN } from '../../views/runtime.ts';

const HALF = STACK_CACHE_SIZE / 2;

const refilled = (stacks: number, size = stacks * STACK_MIN): ReturnType<typeof stacksView> =>
  stacksView(({ stacks: { log } }) => {
    log.refilled.push({ p: 0, order: 0, size, stacks });
  });

export const stackCacheRefilledByHalf = defineInvariant({
  id: 'stacks/stack-cache-refilled-by-half',
  holds: 'a stack cache that is refilled gets 16 KiB of stacks, or fewer where memory runs out',
  because: 'the processor takes the pool again for each stack, or gives back at once what it took',
  sources: [go119('stack.go', 'stackcacherefill')],
  when: 'always',
  cost: 'O(1)',
  every: cacheRefills,
  check({ p, order, size, stacks }) {
    const bytes = stacks * (STACK_MIN << order);
    if (size === bytes && size <= HALF) return undefined;
    return {
      at: `cache of P${p} for order ${order}`,
      expected: `${Math.min(bytes, HALF)} bytes`,
      actual: `${size} bytes, ${stacks} stacks`,
    };
  },
  examples: {
    holds: [stacksView(), refilled(8), refilled(3)],
    violates: [refilled(9), refilled(8, STACK_MIN)],
  },
});
