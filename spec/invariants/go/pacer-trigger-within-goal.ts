import { MIB } from '../../../src/base/units.ts';
import { goView } from '../../fixtures/go.ts';
import { withController } from '../../fixtures/go-pacer.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { thePacer } from '../../quantifiers/go-pacer.ts';
import { go119 } from '../../sources.ts';

export const pacerTriggerWithinGoal = defineInvariant({
  id: 'go/pacer-trigger-within-goal',
  holds: 'a cycle is triggered between what the last one left and the goal, both included',
  because:
    'a cycle that starts at its goal has no room to end in; one that starts below is endless',
  sources: [
    go119('mgcpacer.go', 'trigger: produced a trigger greater than the heap goal'),
    go119('mgcpacer_test.go', 'TestGcPacer'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: thePacer,
  check({ controller }) {
    const goal = controller.heapGoal();
    return expectWithin(
      'trigger',
      Math.min(controller.heapMarked, goal),
      goal,
      controller.trigger(),
    );
  },
  examples: {
    holds: [
      goView(),
      withController(goView(), { trigger: () => 4 * MIB }),
      withController(goView(), { heapMarked: 4 * MIB, trigger: () => 4 * MIB }),
    ],
    violates: [
      withController(goView(), { trigger: () => 4 * MIB + 1 }),
      withController(goView(), { heapMarked: 4 * MIB - 1, trigger: () => 3 * MIB }),
    ],
  },
});
