import { bitAt } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { CACHED, HEAP_BASE, STALE, SWEPT, UNSWEPT, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { survivors } from '../../quantifiers/go-blocks.ts';
import { go119 } from '../../sources.ts';
import { isSwept, isTaken, ownerOf, slotAt } from '../../views/go-slots.ts';

/** A block in slot 3 of a span, after a cycle: the slots that are marked, or allocated still where it is swept. */
const afterCycle = (sweepgen: number, slots: readonly number[], freeindex = 5): FixtureView => {
  const it = block({ addr: HEAP_BASE + 3 * 64 });
  const client = { live: [it], collections: [{ reachable: [it], may: [it] }] };
  const swept = sweepgen === SWEPT || sweepgen === CACHED;
  const bits = swept ? { freeindex: 0, taken: slots } : { freeindex, marked: slots };
  return goView({ spans: [span({ sweepgen, ...bits })], client });
};

export const liveBlocksSurviveCycles = defineInvariant({
  id: 'go/live-blocks-survive-cycles',
  holds:
    'after a cycle a live block is allocated still, and marked where its span was not swept yet',
  because: 'the sweep frees a block that its client can still reach',
  implies: ['client/keeps-running', 'go/live-blocks-hold-allocated-slots'],
  sources: [go119('mgcmark.go', 'greyobject'), go119('mcheckmark.go', 'startCheckmarks')],
  when: 'always',
  cost: 'O(1)',
  every: survivors,
  check({ addr, size }, { go }) {
    const span = ownerOf(go, addr);
    const slot = span === undefined ? -1 : slotAt(span, addr);
    const isKept =
      span !== undefined &&
      isTaken(span, slot) &&
      (isSwept(span, go.sweepgen) || bitAt(span.gcmarkBits, slot));
    if (isKept) return undefined;
    const where = span === undefined ? 'a span' : `slot ${slot} of ${hex(span.startAddr)}`;
    const at = `block of ${size} bytes at ${hex(addr)}`;
    return {
      at,
      expected: `${where} kept`,
      actual: span === undefined ? 'gone' : 'unmarked, or swept away',
    };
  },
  examples: {
    holds: [
      afterCycle(UNSWEPT, [3]),
      afterCycle(STALE, [1, 3]),
      afterCycle(SWEPT, [3]),
      afterCycle(CACHED, [3]),
    ],
    violates: [
      afterCycle(UNSWEPT, []),
      afterCycle(STALE, [1, 4]),
      afterCycle(SWEPT, [2, 4]),
      afterCycle(UNSWEPT, [3], 3),
      goView({ client: { live: [block()], collections: [{ reachable: [block()], may: [] }] } }),
    ],
  },
});
