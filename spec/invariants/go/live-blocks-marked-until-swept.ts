import { bitAt } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { CACHED, HEAP_BASE, STALE, SWEPT, UNSWEPT, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { survivors } from '../../quantifiers/go-blocks.ts';
import { go119 } from '../../sources.ts';
import { isSwept, ownerOf, slotAt } from '../../views/go-slots.ts';
import { GC_OFF } from '../../views/go.ts';

/** A block in slot 3 of a span with some marks, after a cycle. */
const afterCycle = (sweepgen: number, marked: readonly number[]): FixtureView => {
  const it = block({ addr: HEAP_BASE + 3 * 64 });
  const client = { live: [it], collections: [{ reachable: [it] }] };
  return goView({ spans: [span({ sweepgen, freeindex: 5, marked })], client });
};

export const liveBlocksMarkedUntilSwept = defineInvariant({
  id: 'go/live-blocks-marked-until-swept',
  holds: 'after marking, a live block in a span that needs sweeping is marked',
  because: 'the sweep frees a block that its client can still reach',
  sources: [go119('mgcmark.go', 'greyobject'), go119('mcheckmark.go', 'startCheckmarks')],
  when: 'always',
  cost: 'O(1)',
  every: survivors,
  check({ addr, size }, { go }) {
    const span = ownerOf(go, addr);
    if (span === undefined || go.gcphase !== GC_OFF || isSwept(span, go.sweepgen)) return undefined;
    const slot = slotAt(span, addr);
    if (bitAt(span.gcmarkBits, slot)) return undefined;
    const at = `block of ${size} bytes at ${hex(addr)}`;
    return { at, expected: `slot ${slot} of ${hex(span.startAddr)} marked`, actual: 'unmarked' };
  },
  examples: {
    holds: [
      afterCycle(UNSWEPT, [3]),
      afterCycle(STALE, [1, 3]),
      afterCycle(SWEPT, []),
      afterCycle(CACHED, []),
    ],
    violates: [afterCycle(UNSWEPT, []), afterCycle(STALE, [1, 4])],
  },
});
