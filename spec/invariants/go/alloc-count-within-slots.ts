import { hex } from '../../../src/base/units.ts';
import { heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { spansInUse } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

export const allocCountWithinSlots = defineInvariant({
  id: 'go/alloc-count-within-slots',
  holds: 'a span has no more slots allocated than it has',
  because: 'a count past full never equals full: the span is never traded for one with room',
  sources: [go119('malloc.go', '(*mcache).nextFree: s.allocCount > s.nelems')],
  when: 'always',
  cost: 'O(1)',
  every: spansInUse,
  check: ({ startAddr, allocCount, nelems }) =>
    allocCount >= 0 && allocCount <= nelems
      ? undefined
      : expectWithin(hex(startAddr), 0, nelems, allocCount),
  examples: {
    holds: [heapOf(span({ allocCount: 128 })), heapOf(span({ freeindex: 0, allocCount: 0 }))],
    violates: [heapOf(span({ allocCount: 129 })), heapOf(span({ allocCount: -1 }))],
  },
});
