import { MIB } from '../../../src/base/units.ts';
import type { Bytes } from '../../../src/base/units.ts';
import { goView } from '../../fixtures/go.ts';
import { withController } from '../../fixtures/go-pacer.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { thePacer } from '../../quantifiers/go-pacer.ts';
import { derived, go119 } from '../../sources.ts';
import { DEFAULT_HEAP_MINIMUM } from '../../views/go-pacer.ts';
import type { GcControllerView } from '../../views/go-pacer.ts';

export const pacerTriggerInBand = defineInvariant({
  id: 'go/pacer-trigger-in-band',
  holds:
    'the trigger lies between 45 and 61 of 64 parts of the way to the goal, but for what the sweeper needs and at most 4 MiB below the goal',
  because:
    'too early, and a fast program collects without a break; too late, and its goal is missed',
  sources: [
    go119('mgcpacer.go', 'trigger: minTriggerRatioNum, maxTriggerRatioNum'),
    derived('its integer arithmetic, which divides before it multiplies'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: thePacer,
  check({ controller }) {
    const [low, high] = bandOf(controller);
    return expectWithin('trigger', low, high, controller.trigger());
  },
  examples: {
    holds: [
      goView(),
      withController(goView(), { trigger: () => 45 * 65_536 }),
      withController(goView(), {
        heapMarked: 100 * MIB,
        heapGoal: () => 200 * MIB,
        trigger: () => 196 * MIB,
      }),
      withController(goView(), { sweepDistMinTrigger: 4 * MIB, trigger: () => 4 * MIB }),
      withController(goView(), { heapMarked: 5 * MIB, trigger: () => 4 * MIB }),
    ],
    violates: [
      withController(goView(), { trigger: () => 45 * 65_536 - 1 }),
      withController(goView(), { trigger: () => 61 * 65_536 + 1 }),
      withController(goView(), {
        heapMarked: 100 * MIB,
        heapGoal: () => 200 * MIB,
        trigger: () => 196 * MIB + 1,
      }),
      withController(goView(), {
        sweepDistMinTrigger: 4 * MIB,
        memoryLimitHeapGoal: () => 3 * MIB,
        heapGoal: () => 3 * MIB,
        trigger: () => 3 * MIB,
      }),
    ],
  },
});

/** Bounds of the trigger; the goal alone once the heap is there. */
function bandOf(controller: GcControllerView): readonly [low: Bytes, high: Bytes] {
  const { heapMarked, sweepDistMinTrigger, gcPercentHeapGoal } = controller;
  const goal = controller.heapGoal();
  if (heapMarked >= goal) return [goal, goal];
  const part = Math.floor((goal - heapMarked) / 64);
  const isLimited = controller.memoryLimitHeapGoal() < gcPercentHeapGoal;
  const low = Math.max(isLimited ? 0 : sweepDistMinTrigger, heapMarked + 45 * part);
  return [low, Math.max(low, heapMarked + 61 * part, goal - DEFAULT_HEAP_MINIMUM)];
}
