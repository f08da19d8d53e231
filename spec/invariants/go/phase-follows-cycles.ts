import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { phaseSteps } from '../../quantifiers/collector-steps.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK, GC_MARK_TERMINATION, GC_OFF } from '../../views/go.ts';

const step = (before: number, after: number, cycles: number): FixtureView =>
  altered(goView({ gcphase: after }), ({ goTouched }) => {
    goTouched.cyclesEnded = cycles;
  }).after(goView({ gcphase: before }));

export const phaseFollowsCycles = defineInvariant({
  id: 'go/phase-follows-cycles',
  holds:
    'a phase of marking ends when its cycle does and not before, and none but marking outlasts a command',
  because:
    'with the barrier off too soon pointers get lost, and with it on for ever no cycle starts again',
  implies: [
    'client/keeps-running',
    'go/manual-spans-freed-between-cycles',
    'go/marks-between-must-and-may',
    'go/page-marks-of-marked-spans',
    'go/pages-free-when-all-is-collected',
    'go/spans-freed-between-cycles',
  ],
  sources: [go119('mgc.go', 'gcStart, gcMarkTermination: setGCPhase'), go119('mgc.go', 'gcSweep')],
  when: 'always',
  cost: 'O(1)',
  every: phaseSteps,
  check({ before, after, cycles }) {
    const isStill = before === GC_MARK && after === GC_MARK;
    const isFine = after === GC_MARK || (after === GC_OFF && cycles > 0);
    if (isFine && !(isStill && cycles > 0)) return undefined;
    return {
      at: 'phase of the collector',
      expected: cycles > 0 ? 'off, as its cycle ended' : 'marking',
      actual: `${before} before, ${after} after ${cycles} cycles`,
    };
  },
  examples: {
    holds: [
      goView(),
      step(GC_OFF, GC_OFF, 1),
      step(GC_OFF, GC_MARK, 0),
      step(GC_MARK, GC_MARK, 0),
      step(GC_MARK, GC_OFF, 1),
    ],
    violates: [
      step(GC_MARK, GC_OFF, 0),
      step(GC_MARK, GC_MARK, 1),
      step(GC_MARK, GC_MARK_TERMINATION, 1),
      step(GC_OFF, GC_MARK_TERMINATION, 1),
    ],
  },
});
