import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const largeSpanLimitInLastPage = defineInvariant({
  id: 'go/large-span-limit-in-last-page',
  holds: 'the limit of a large span, the end of its object, lies in its last page',
  because:
    'pages of the span serve nobody, or pointers to the end of the object are taken for bad ones',
  sources: [go119('mcache.go', '(*mcache).allocLarge')],
  when: 'always',
  cost: 'O(1)',
  every: changedSpans,
  check({ startAddr, spanclass, npages, limit }) {
    const end = startAddr + npages * PAGE_BYTES;
    if (spanclass >= 2 || (end - PAGE_BYTES < limit && limit <= end)) return undefined;
    return {
      at: hex(startAddr),
      expected: `${hex(end - PAGE_BYTES + 1)}…${hex(end)}`,
      actual: hex(limit),
    };
  },
  examples: {
    holds: [
      heapOf(span({ spanclass: 1, npages: 5, limit: HEAP_BASE + 4 * PAGE_BYTES + 1 })),
      heapOf(span({ spanclass: 0, npages: 5, limit: HEAP_BASE + 5 * PAGE_BYTES })),
      heapOf(span({ limit: 0 })),
    ],
    violates: [
      heapOf(span({ spanclass: 1, npages: 5, limit: HEAP_BASE + 4 * PAGE_BYTES })),
      heapOf(span({ spanclass: 0, npages: 5, limit: HEAP_BASE + 5 * PAGE_BYTES + 1 })),
    ],
  },
});
