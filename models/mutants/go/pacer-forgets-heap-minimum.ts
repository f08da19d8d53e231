import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * A heap of which little is live has a goal of little, so it is collected again and again.
 */
export const pacerForgetsHeapMinimum = defineMutant({
  id: 'go/pacer-forgets-heap-minimum',
  story: 'the smallest goal is computed but not applied',
  sources: [go119('mgcpacer.go', 'commit: heapMinimum')],
  patch: {
    file: 'models/go/gc-controller.ts',
    find: 'this.gcPercentHeapGoal = Math.max(goal, this.heapMinimum);',
    replace: 'this.gcPercentHeapGoal = goal;',
  },
  caughtBy: ['go/pacer-goal-has-floor'],
  withinRuns: 20,
  shortest: { lines: [] },
});
