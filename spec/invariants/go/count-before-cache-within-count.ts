import { hex } from '../../../src/base/units.ts';
import { CACHED, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { spansInUse } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

export const countBeforeCacheWithinCount = defineInvariant({
  id: 'go/count-before-cache-within-count',
  holds: 'a cached span has at least as many slots allocated as when it was cached',
  because: 'what was allocated meanwhile is booked as a negative number of bytes',
  sources: [go119('mcache.go', '(*mcache).refill'), go119('mcache.go', '(*mcache).releaseAll')],
  when: 'always',
  cost: 'O(1)',
  every: spansInUse,
  check: ({ startAddr, allocCount, allocCountBeforeCache: before }) =>
    before >= 0 && before <= allocCount
      ? undefined
      : expectWithin(hex(startAddr), 0, allocCount, before),
  examples: {
    holds: [
      heapOf(span()),
      heapOf(span({ sweepgen: CACHED, freeindex: 5, allocCountBeforeCache: 4 })),
    ],
    violates: [
      heapOf(span({ sweepgen: CACHED, freeindex: 5, allocCountBeforeCache: 6 })),
      heapOf(span({ sweepgen: CACHED, allocCountBeforeCache: -1 })),
    ],
  },
});
