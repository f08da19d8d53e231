import { altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { descriptors } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { SPAN_DEAD } from '../../views/go.ts';

export const descriptorsEnteredOnce = defineInvariant({
  id: 'go/descriptors-entered-once',
  holds: 'each span descriptor is in allspans once, at the place that it got when it was made',
  because: 'who walks all spans counts or scans one twice, or misses it',
  sources: [go119('mheap.go', 'recordspan'), go119('mheap.go', 'mheap.allspans')],
  when: 'always',
  cost: 'O(1)',
  every: descriptors,
  check: ({ place, span: { index } }) => expectEqual(`allspans[${place}]`, place, index),
  examples: {
    holds: [heapOf(), heapOf(span(), span({ page: 1, state: SPAN_DEAD }))],
    violates: [
      altered(heapOf(span()), ({ go }) => (go.allspans = [...go.allspans, go.allspans[0]!])),
    ],
  },
});
