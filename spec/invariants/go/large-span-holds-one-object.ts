import { hex } from '../../../src/base/units.ts';
import { heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { spansInUse } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

export const largeSpanHoldsOneObject = defineInvariant({
  id: 'go/large-span-holds-one-object',
  holds: 'a large span has one slot, and it is allocated',
  because: 'an empty large span is on no list that would give its pages back before the next cycle',
  sources: [go119('malloc.go', 'mallocgc'), go119('mcache.go', '(*mcache).allocLarge')],
  when: 'quiescent',
  cost: 'O(1)',
  every: spansInUse,
  check({ startAddr, spanclass, nelems, allocCount, freeindex }) {
    if (spanclass >= 2 || (nelems === 1 && allocCount === 1 && freeindex <= 1)) return undefined;
    const actual = `${allocCount} of ${nelems}, freeindex ${freeindex}`;
    return { at: hex(startAddr), expected: '1 of 1 slots allocated', actual };
  },
  examples: {
    holds: [
      heapOf(span({ spanclass: 0 })),
      heapOf(span({ spanclass: 1, freeindex: 0, taken: [0] })),
      heapOf(span({ freeindex: 2 })),
    ],
    violates: [
      heapOf(span({ spanclass: 0, freeindex: 0 })),
      heapOf(span({ spanclass: 1, nelems: 2 })),
      heapOf(span({ spanclass: 1, freeindex: 2, allocCount: 1 })),
    ],
  },
});
