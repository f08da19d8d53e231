import { bitAt, setBit } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { spansAsMarkingBegins } from '../../quantifiers/collector-steps.ts';
import { go119 } from '../../sources.ts';
import { arenaOf, pageInArena } from '../../views/chunk-pages.ts';
import { GC_MARK } from '../../views/go.ts';

/** A cycle begins; the span has a page mark, and perhaps a marked slot. */
const begun = (marked: readonly number[], pageMark: boolean): FixtureView =>
  altered(
    goView({ gcphase: GC_MARK, spans: [span({ page: 2, freeindex: 1, marked })] }),
    ({ go }) => {
      if (pageMark) setBit(go.arenas[0]!.pageMarks, 2);
    },
  ).after(goView());

export const pageMarksClearedForCycle = defineInvariant({
  id: 'go/page-marks-cleared-for-cycle',
  holds: 'when a cycle begins to mark, a span in which nothing is marked yet has no page mark',
  because:
    'the reclaimer passes by a span with a page mark: one that is left from a cycle before hides garbage from it for good',
  sources: [
    go119('mgc.go', 'gcResetMarkState: arena.pageMarks'),
    go119('mheap.go', '(*mheap).reclaimChunk'),
  ],
  when: 'always',
  cost: 'O(slots / 32)',
  every: spansAsMarkingBegins,
  check({ startAddr, gcmarkBits }, { go }) {
    const arena = arenaOf(go, startAddr);
    const isMarked = arena !== undefined && bitAt(arena.pageMarks, pageInArena(go, startAddr));
    if (!isMarked || gcmarkBits.some((word) => word !== 0)) return undefined;
    return { at: hex(startAddr), expected: 'page mark 0', actual: '1, with no slot marked' };
  },
  examples: {
    holds: [goView(), begun([], false), begun([0], true)],
    violates: [begun([], true)],
  },
});
