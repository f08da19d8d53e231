import { hex } from '../../../src/base/units.ts';
import { CACHED, STALE, SWEPT, UNSWEPT, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { spansAsMarkingBegins } from '../../quantifiers/collector-steps.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';
import { isSwept } from '../../views/go-slots.ts';

const begun = (sweepgen: number): FixtureView =>
  goView({ gcphase: GC_MARK, spans: [span({ sweepgen })] }).after(goView());

export const nothingUnsweptWhileMarking = defineInvariant({
  id: 'go/nothing-unswept-while-marking',
  holds: 'when a cycle begins to mark, every span is swept, or cached since it was',
  because:
    'marks of the last cycle would pass for marks of this one, and what they keep is never collected',
  sources: [
    go119('mgcsweep.go', 'finishsweep_m'),
    go119('mgcmark.go', 'markrootSpans: gc: unswept span'),
    go119('mgcsweep.go', '(*activeSweep).reset: active sweepers found at start of mark phase'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: spansAsMarkingBegins,
  check({ startAddr, sweepgen }, { go }) {
    if (isSwept({ sweepgen }, go.sweepgen)) return undefined;
    const actual = String(sweepgen - go.sweepgen);
    return { at: `sweepgen of ${hex(startAddr)}`, expected: '0 or 3 ahead of the heap', actual };
  },
  examples: {
    holds: [
      goView(),
      begun(SWEPT),
      begun(CACHED),
      goView({ spans: [span({ sweepgen: UNSWEPT })] }),
    ],
    violates: [begun(UNSWEPT), begun(STALE), begun(SWEPT - 1)],
  },
});
