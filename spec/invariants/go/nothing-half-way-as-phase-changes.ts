import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { phaseSteps } from '../../quantifiers/collector-steps.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK, GC_OFF } from '../../views/go.ts';

/** A command that led to the phase, in which so many cycles ended, with a call left half-way. */
const halfWay = (before: number, after: number, cycles: number, suspended = 1): FixtureView =>
  altered(goView({ gcphase: after }), ({ go, goTouched }) => {
    goTouched.cyclesEnded = cycles;
    go.suspended = suspended;
  }).after(goView({ gcphase: before }));

export const nothingHalfWayAsPhaseChanges = defineInvariant({
  id: 'go/nothing-half-way-as-phase-changes',
  holds: 'when a cycle begins or ends, every call that was half-way ran to its end',
  because:
    'the world is stopped for it at safepoints alone, and a span that is half swept or half taken is in none of its states',
  sources: [
    go119('mgc.go', 'gcStart, gcMarkDone: stopTheWorldWithSema'),
    go119('proc.go', 'stopTheWorldWithSema'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: phaseSteps,
  check({ before, after, cycles }, { go: { suspended } }) {
    if (suspended === 0 || (before === after && cycles === 0)) return undefined;
    return {
      at: `phase ${after}, which was ${before}, after ${cycles} cycles`,
      expected: 'no call half-way',
      actual: String(suspended),
    };
  },
  examples: {
    holds: [
      goView(),
      halfWay(GC_OFF, GC_MARK, 0, 0),
      halfWay(GC_MARK, GC_OFF, 1, 0),
      halfWay(GC_MARK, GC_MARK, 0),
    ],
    violates: [
      halfWay(GC_OFF, GC_MARK, 0),
      halfWay(GC_MARK, GC_OFF, 1),
      halfWay(GC_OFF, GC_OFF, 1),
    ],
  },
});
