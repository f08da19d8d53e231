import { MIB } from '../../../src/base/units.ts';
import { goView } from '../../fixtures/go.ts';
import { withController } from '../../fixtures/go-pacer.ts';
import { defineInvariant } from '../../invariant.ts';
import { thePacer } from '../../quantifiers/go-pacer.ts';
import { go119 } from '../../sources.ts';
import { DEFAULT_HEAP_MINIMUM } from '../../views/go-pacer.ts';

export const pacerGoalHasFloor = defineInvariant({
  id: 'go/pacer-goal-has-floor',
  holds:
    'the goal is at least what is live, and that of GOGC at least as many percent of 4 MiB; with GOGC off there is none',
  because: 'a small heap is collected again and again, or a heap that is never to be collected is',
  sources: [
    go119('mgcpacer.go', 'gcControllerState.heapMinimum'),
    go119('mgcpacer.go', 'memoryLimitHeapGoal: not below the live heap'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: thePacer,
  check({ controller }) {
    const { gcPercent, gcPercentHeapGoal, heapMarked } = controller;
    const least = gcPercent < 0 ? Infinity : Math.floor((DEFAULT_HEAP_MINIMUM / 100) * gcPercent);
    const [at, floor, goal] =
      gcPercentHeapGoal < least
        ? ['gcPercentHeapGoal', least, gcPercentHeapGoal]
        : ['heapGoal', heapMarked, controller.heapGoal()];
    if (goal >= floor) return undefined;
    return { at, expected: `${floor} or more`, actual: String(goal) };
  },
  examples: {
    holds: [
      goView(),
      withController(goView(), { gcPercent: 0, gcPercentHeapGoal: 0, heapGoal: () => 0 }),
      withController(goView(), { gcPercent: -1, gcPercentHeapGoal: Infinity }),
      withController(goView(), { heapMarked: MIB, heapGoal: () => MIB }),
    ],
    violates: [
      withController(goView(), { gcPercentHeapGoal: 4 * MIB - 1 }),
      withController(goView(), { gcPercent: -1 }),
      withController(goView(), { heapMarked: 4 * MIB + 1 }),
    ],
  },
});
