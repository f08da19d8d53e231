import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * What the sweeper needs moves the trigger, but not the goal of a memory limit: so the trigger must not
 * move there either. The check that would notice is left out, as from a release without throws.
 */
export const pacerSweeperDelaysLimit = defineMutant({
  id: 'go/pacer-sweeper-delays-limit',
  story:
    'the least trigger of the sweeper is kept to when the memory limit sets the goal, too, and lies beyond it',
  sources: [go119('mgcpacer.go', 'heapGoalInternal: minTrigger')],
  patch: [
    {
      file: 'models/go/gc-controller.ts',
      find: 'const sweepFloor = limitGoal < gcPercentHeapGoal ? 0 : sweepDistMinTrigger;',
      replace: 'const sweepFloor = sweepDistMinTrigger;',
    },
    {
      file: 'models/go/gc-controller.ts',
      find: 'if (trigger > goal) throw new',
      replace: 'if (trigger === -1) throw new',
    },
  ],
  caughtBy: ['go/pacer-trigger-within-goal', 'go/pacer-trigger-in-band'],
  withinRuns: 200,
  shortest: {
    lines: [],
    heap: 'limit=2MiB',
  },
});
