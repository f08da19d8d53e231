import { hex } from '../../../src/base/units.ts';
import { altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { fullSweptSpans } from '../../quantifiers/go-sets.ts';
import { go119 } from '../../sources.ts';

export const fullSetHasNone = defineInvariant({
  id: 'go/full-set-has-none',
  holds: 'a span in a full swept set has no free slot',
  because: 'nobody looks for room there before the next cycle: its free slots are lost until then',
  sources: [
    go119('mcentral.go', '(*mcentral).uncacheSpan'),
    go119('mgcsweep.go', '(*sweepLocked).sweep'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: fullSweptSpans,
  check: ({ startAddr, allocCount, nelems }) => expectEqual(hex(startAddr), nelems, allocCount),
  examples: {
    holds: [heapOf(span(), span({ page: 1, freeindex: 128 }), span({ page: 2, spanclass: 0 }))],
    violates: [
      altered(
        heapOf(span({ freeindex: 127 })),
        ({ go: { central } }) => (central[13]!.full = central[13]!.partial),
      ),
    ],
  },
});
