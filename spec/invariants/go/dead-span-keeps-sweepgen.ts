import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, SWEPT, altered, heapOf, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { deaths } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { GC_OFF, PAGE_BYTES, SPAN_DEAD, SPAN_IN_USE } from '../../views/go.ts';

/** A descriptor that says `sweepgen`, after its span went back swept; once per page freed. */
const freed = (sweepgen: number, state = SPAN_DEAD, page = 0): FixtureView =>
  altered(heapOf(span({ sweepgen, state })), ({ goTouched }) => {
    for (const heapSweepgen of [SWEPT - 2, SWEPT]) {
      goTouched.freedSpans.push({
        index: 0,
        startAddr: HEAP_BASE + page * PAGE_BYTES,
        npages: 1,
        allocCount: 0,
        sweepgen: heapSweepgen,
        heapSweepgen,
        gcphase: GC_OFF,
      });
    }
  });

export const deadSpanKeepsSweepgen = defineInvariant({
  id: 'go/dead-span-keeps-sweepgen',
  holds: 'the descriptor of a dead span keeps the sweepgen that it had until it is used again',
  because:
    'a stale entry of an unswept set tells by it that its span was swept: the sweeper gives up on any other dead one',
  sources: [
    go119('mheap.go', '(*mspan).init: sweepgen is not touched'),
    go119('mgcsweep.go', 'sweepone: non in-use span in unswept list'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: deaths,
  check: ({ freed: { sweepgen }, span: it }) =>
    sweepgen === it.sweepgen
      ? undefined
      : expectEqual(`sweepgen of dead ${hex(it.startAddr)}`, sweepgen, it.sweepgen),
  examples: {
    holds: [heapOf(), freed(SWEPT), freed(SWEPT - 2, SPAN_IN_USE), freed(0, SPAN_DEAD, 7)],
    violates: [freed(0), freed(SWEPT - 2)],
  },
});
