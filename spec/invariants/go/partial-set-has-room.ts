import { hex } from '../../../src/base/units.ts';
import { altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { partialSweptSpans } from '../../quantifiers/go-sets.ts';
import { go119 } from '../../sources.ts';

export const partialSetHasRoom = defineInvariant({
  id: 'go/partial-set-has-room',
  holds: 'a span in a partial swept set has a free slot and an allocated one',
  because:
    'cacheSpan takes the first one without looking: a full span aborts, an empty one keeps its pages for ever',
  sources: [
    go119('mcentral.go', '(*mcentral).uncacheSpan'),
    go119('mgcsweep.go', '(*sweepLocked).sweep'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: partialSweptSpans,
  check: ({ startAddr, allocCount, nelems }) =>
    expectWithin(hex(startAddr), 1, nelems - 1, allocCount),
  examples: {
    holds: [heapOf(span(), span({ page: 1, freeindex: 127 }), span({ page: 2, freeindex: 128 }))],
    violates: [
      heapOf(span({ freeindex: 0 })),
      altered(
        heapOf(span({ freeindex: 128 })),
        ({ go: { central } }) => (central[13]!.partial = central[13]!.full),
      ),
    ],
  },
});
