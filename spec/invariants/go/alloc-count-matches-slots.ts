import { popcountRange } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { spansInUse } from '../../quantifiers/go-spans.ts';
import { go119, source } from '../../sources.ts';

export const allocCountMatchesSlots = defineInvariant({
  id: 'go/alloc-count-matches-slots',
  holds: 'the allocCount of a span is freeindex plus the bits set in allocBits from there on',
  because:
    'a span counted too high is filed as full and its free slots are lost; one counted too low is given out full',
  sources: [
    go119('mheap.go', 'mspan'),
    go119('mcentral.go', '(*mcentral).uncacheSpan'),
    source('mimalloc src/page.c, mi_page_is_valid_init'),
  ],
  when: 'always',
  cost: 'O(slots / 32)',
  every: spansInUse,
  check({ startAddr, freeindex, nelems, allocBits, allocCount }) {
    const taken = freeindex + popcountRange(allocBits, freeindex, nelems);
    return taken === allocCount ? undefined : expectEqual(hex(startAddr), taken, allocCount);
  },
  examples: {
    holds: [
      heapOf(span({ freeindex: 3, taken: [1, 5, 127], allocCount: 5 })),
      heapOf(span({ spanclass: 0 })),
    ],
    violates: [
      heapOf(span({ freeindex: 3, taken: [5], allocCount: 3 })),
      heapOf(span({ freeindex: 3, taken: [1, 5], allocCount: 5 })),
    ],
  },
});
