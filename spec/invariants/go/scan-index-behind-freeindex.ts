import { hex } from '../../../src/base/units.ts';
import { heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { spansInUse } from '../../quantifiers/go-spans.ts';
import { go119, goIssue } from '../../sources.ts';

export const scanIndexBehindFreeindex = defineInvariant({
  id: 'go/scan-index-behind-freeindex',
  holds: 'freeIndexForScan is never ahead of freeindex',
  because:
    'a word that looks like a pointer to a free slot is followed into what the last owner left there',
  sources: [
    go119('mheap.go', 'mspan.freeIndexForScan'),
    goIssue(54596, 'a slot was published before it was initialised'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: spansInUse,
  check: ({ startAddr, freeindex, freeIndexForScan }) =>
    freeIndexForScan >= 0 && freeIndexForScan <= freeindex
      ? undefined
      : expectWithin(hex(startAddr), 0, freeindex, freeIndexForScan),
  examples: {
    holds: [heapOf(span()), heapOf(span({ freeindex: 5, freeIndexForScan: 4 }))],
    violates: [
      heapOf(span({ freeindex: 5, freeIndexForScan: 6 })),
      heapOf(span({ freeIndexForScan: -1 })),
    ],
  },
});
