import { KIB, hex } from '../../../src/base/units.ts';
import { goView } from '../../fixtures/go.ts';
import { allocated } from '../../fixtures/go-scavenger.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { limitedAllocations } from '../../quantifiers/go-scavenger.ts';
import { go119 } from '../../sources.ts';

export const limiterStopsScavenging = defineInvariant({
  id: 'go/limiter-stops-scavenging',
  holds:
    'while the limiter holds the collector back, an allocation gives nothing back for the memory limit',
  because: 'a heap too small for its program spends its time giving pages back and taking them',
  sources: [
    go119('mheap.go', 'allocSpan: !gcCPULimiter.limiting()'),
    go119('mgclimit.go', 'gcCPULimiterState.limiting'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: limitedAllocations,
  check({ base, aboveGoal, releasedLimiting }) {
    if (aboveGoal > 0) return undefined;
    return expectEqual(`bytes given back for ${hex(base)}`, 0, releasedLimiting);
  },
  examples: {
    holds: [
      goView(),
      allocated({ released: 8 * KIB }),
      allocated({ limiting: true }),
      allocated({ aboveGoal: 64 * KIB, released: 8 * KIB, releasedLimiting: 8 * KIB }),
    ],
    violates: [allocated({ released: 8 * KIB, releasedLimiting: 8 * KIB })],
  },
});
