import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A goroutine that grows gets a stack that is as small as before. */
export const refilledWithSmallest = defineMutant({
  id: 'go-stacks/refilled-with-smallest',
  story: 'an empty stack cache of any order is refilled with the smallest stacks',
  sources: [go119('stack.go', 'stackcacherefill: order')],
  patch: {
    file: 'models/runtime/stack-alloc.ts',
    find: 'const stack = this.#pool.stackpoolalloc(order);',
    replace: 'const stack = this.#pool.stackpoolalloc(0);',
  },
  caughtBy: ['stacks/stack-cache-of-its-order', 'stacks/stack-in-span-of-its-order'],
  withinRuns: 30,
  shortest: { lines: ['call 1081'] },
});
