import { MIB } from '../../../src/base/units.ts';
import { goView } from '../../fixtures/go.ts';
import { scavengerTurned } from '../../fixtures/go-scavenger.ts';
import { defineInvariant } from '../../invariant.ts';
import { scavengerStops } from '../../quantifiers/go-scavenger.ts';
import { go119 } from '../../sources.ts';

export const scavengerParksAtGoal = defineInvariant({
  id: 'go/scavenger-parks-at-goal',
  holds:
    'the background scavenger parks only when both of its goals are met, or no backed free page is left outside the page caches',
  because:
    'nobody wakes it before the next cycle is swept: until then the memory is lost to others',
  sources: [
    go119('mgcscavenge.go', 'bgscavenge'),
    go119('mgcscavenge.go', '(*scavengerState).run'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: scavengerStops,
  check({ heapRetained, mappedReady, gcPercentGoal, memoryLimitGoal, left }) {
    if (left === 0 || (heapRetained <= gcPercentGoal && mappedReady <= memoryLimitGoal)) {
      return undefined;
    }
    return {
      at: 'background scavenger',
      expected: `${gcPercentGoal} retained and ${memoryLimitGoal} ready at most`,
      actual: `${heapRetained} retained, ${mappedReady} ready, ${left} pages to give back`,
    };
  },
  examples: {
    holds: [
      goView(),
      scavengerTurned({ left: 5 }),
      scavengerTurned({ isParked: true, released: 0 }),
      scavengerTurned({ isParked: true, released: 0, left: 5, gcPercentGoal: 10 * MIB }),
    ],
    violates: [
      scavengerTurned({ isParked: true, released: 0, left: 5 }),
      scavengerTurned({
        isParked: true,
        released: 0,
        left: 5,
        gcPercentGoal: Infinity,
        memoryLimitGoal: 9 * MIB,
      }),
    ],
  },
});
