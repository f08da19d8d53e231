import { KIB, MIB, hex } from '../../../src/base/units.ts';
import { goView } from '../../fixtures/go.ts';
import { allocated } from '../../fixtures/go-scavenger.ts';
import { defineInvariant } from '../../invariant.ts';
import { growingAllocations } from '../../quantifiers/go-scavenger.ts';
import { go119 } from '../../sources.ts';

export const growthScavengesToGoal = defineInvariant({
  id: 'go/growth-scavenges-to-goal',
  holds:
    'an allocation for which the heap grew above the goal of GOGC gives back as much as it grew above it, or every backed free page outside the page caches',
  because:
    'free pages too small for the allocation stay backed, and the process grows by what it cannot use',
  sources: [go119('mheap.go', 'allocSpan: scavenge down what will soon be used')],
  when: 'always',
  cost: 'O(1)',
  every: growingAllocations,
  check({ base, aboveGoal, released, left }) {
    if (released >= aboveGoal || left === 0) return undefined;
    return {
      at: hex(base),
      expected: `${aboveGoal} bytes given back, or no page left to`,
      actual: `${released} bytes, and ${left} pages left`,
    };
  },
  examples: {
    holds: [
      goView(),
      allocated({ aboveGoal: 4 * MIB, released: 4 * MIB, left: 9 }),
      allocated({ aboveGoal: 4 * MIB, released: 16 * KIB }),
      allocated({ left: 9 }),
    ],
    violates: [
      allocated({ aboveGoal: 4 * MIB, left: 9 }),
      allocated({ aboveGoal: 4 * MIB, released: 4 * MIB - 8 * KIB, left: 1 }),
    ],
  },
});
