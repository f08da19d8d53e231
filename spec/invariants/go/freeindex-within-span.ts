import { hex } from '../../../src/base/units.ts';
import { heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { spansInUse } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

export const freeindexWithinSpan = defineInvariant({
  id: 'go/freeindex-within-span',
  holds: 'the freeindex of a span is at most one past its last slot',
  because: 'the next slot handed out lies behind the span, in memory of somebody else',
  implies: ['go/alloc-count-matches-slots'],
  sources: [go119('mbitmap.go', '(*mspan).nextFreeIndex: sfreeindex > snelems')],
  when: 'always',
  cost: 'O(1)',
  every: spansInUse,
  check: ({ startAddr, freeindex, nelems }) =>
    freeindex >= 0 && freeindex <= nelems
      ? undefined
      : expectWithin(hex(startAddr), 0, nelems, freeindex),
  examples: {
    holds: [heapOf(span({ freeindex: 0 })), heapOf(span({ freeindex: 128 }))],
    violates: [heapOf(span({ freeindex: 129, allocCount: 128 }))],
  },
});
