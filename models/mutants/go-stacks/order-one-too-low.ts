import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A stack of 4 KiB is one of 2 KiB. */
export const orderOneTooLow = defineMutant({
  id: 'go-stacks/order-one-too-low',
  story: 'stacks above 2 KiB are taken from the order below theirs',
  sources: [go119('stack.go', 'stackalloc: order')],
  patch: {
    file: 'models/runtime/stack-alloc.ts',
    find: 'return order;',
    replace: 'return Math.max(0, order - 1);',
  },
  caughtBy: ['stacks/stack-in-span-of-its-order', 'stacks/stack-cache-of-its-order'],
  withinRuns: 30,
  shortest: { lines: ['call 1081'] },
});
