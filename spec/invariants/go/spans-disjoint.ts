import { hex } from '../../../src/base/units.ts';
import { goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { neighbourSpans } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES, SPAN_DEAD } from '../../views/go.ts';

const large = { spanclass: 1, npages: 5 };

export const spansDisjoint = defineInvariant({
  id: 'go/spans-disjoint',
  holds: 'no two spans in use have a page in common',
  because: 'slots of both would be handed out at the same address',
  sources: [go119('mheap.go', '(*mheap).allocNeedsZero: overlapping in-use allocations detected')],
  when: 'always',
  cost: 'O(1) after sorting the spans',
  every: neighbourSpans,
  check({ lower, upper }) {
    const end = lower.startAddr + lower.npages * PAGE_BYTES;
    if (end <= upper.startAddr) return undefined;
    const expected = `${hex(end)} or above, where span ${lower.index} ends`;
    return { at: `span ${upper.index}`, expected, actual: `starts at ${hex(upper.startAddr)}` };
  },
  examples: {
    holds: [
      goView(),
      heapOf(span(large), span({ page: 5 }), span({ page: 9 })),
      heapOf(span(large), span({ page: 4, state: SPAN_DEAD })),
    ],
    violates: [heapOf(span({ page: 4 }), span(large))],
  },
});
