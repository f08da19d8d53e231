import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { heapSteps } from '../../quantifiers/steps.ts';
import { go119 } from '../../sources.ts';

const totals = (totalAlloc: number, totalFree: number): FixtureView =>
  altered(goView(), ({ go: { stats } }) => Object.assign(stats, { totalAlloc, totalFree }));

export const totalsOnlyGrow = defineInvariant({
  id: 'go/totals-only-grow',
  holds: 'the bytes ever allocated and ever freed never become fewer',
  because:
    'they are shown as totals, and the pacer subtracts one from the other: bytes taken back are counted as freed before they were, or twice',
  sources: [go119('mstats.go', 'heapStatsDelta'), go119('mgcsweep.go', '(*sweepLocked).sweep')],
  when: 'always',
  cost: 'O(1)',
  every: heapSteps,
  check({ before, after }) {
    for (const total of ['totalAlloc', 'totalFree'] as const) {
      if (after[total] >= before[total]) continue;
      return { at: total, expected: `${before[total]} or more`, actual: String(after[total]) };
    }
    return undefined;
  },
  examples: {
    holds: [totals(64, 0).after(totals(64, 0)), totals(128, 64).after(totals(64, 0))],
    violates: [totals(0, 0).after(totals(64, 0)), totals(64, 0).after(totals(64, 64))],
  },
});
