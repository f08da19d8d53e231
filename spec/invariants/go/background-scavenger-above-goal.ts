import { KIB, MIB } from '../../../src/base/units.ts';
import { goView } from '../../fixtures/go.ts';
import { scavengerTurned } from '../../fixtures/go-scavenger.ts';
import { defineInvariant } from '../../invariant.ts';
import { scavengerTurns } from '../../quantifiers/go-scavenger.ts';
import { go119 } from '../../sources.ts';

export const backgroundScavengerAboveGoal = defineInvariant({
  id: 'go/background-scavenger-above-goal',
  holds: 'the background scavenger gives memory back only while more is backed than a goal allows',
  because: 'the heap is about to use it again, and pays for every page with a fault',
  sources: [go119('mgcscavenge.go', '(*scavengerState).init: shouldStop')],
  when: 'always',
  cost: 'O(1)',
  every: scavengerTurns,
  check({ released, heapRetained, mappedReady, gcPercentGoal, memoryLimitGoal }) {
    const isAbove = heapRetained + released > gcPercentGoal;
    if (isAbove || mappedReady + released > memoryLimitGoal) return undefined;
    return {
      at: 'background scavenger',
      expected: `more than ${gcPercentGoal} retained or ${memoryLimitGoal} ready`,
      actual: `${heapRetained + released} retained, ${mappedReady + released} ready`,
    };
  },
  examples: {
    holds: [
      goView(),
      scavengerTurned({}),
      scavengerTurned({ gcPercentGoal: 10 * MIB + 63 * KIB }),
      scavengerTurned({ gcPercentGoal: Infinity, memoryLimitGoal: 8 * MIB }),
      scavengerTurned({ released: 0, isParked: true, gcPercentGoal: Infinity }),
    ],
    violates: [
      scavengerTurned({ gcPercentGoal: Infinity }),
      scavengerTurned({ gcPercentGoal: 10 * MIB + 64 * KIB, memoryLimitGoal: 11 * MIB }),
    ],
  },
});
