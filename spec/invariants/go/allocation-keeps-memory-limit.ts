import { MIB, hex } from '../../../src/base/units.ts';
import { goView } from '../../fixtures/go.ts';
import { allocated } from '../../fixtures/go-scavenger.ts';
import { defineInvariant } from '../../invariant.ts';
import { limitedAllocations } from '../../quantifiers/go-scavenger.ts';
import { go119 } from '../../sources.ts';

export const allocationKeepsMemoryLimit = defineInvariant({
  id: 'go/allocation-keeps-memory-limit',
  holds:
    'a span taken from the page heap leaves memory that is Ready within the memory limit, or no backed free page outside the page caches, unless the limiter holds the collector back',
  because: 'the process is over its limit by memory that nobody uses, and is killed for it',
  sources: [go119('mheap.go', 'allocSpan: assist with scavenging to maintain the memory limit')],
  when: 'always',
  cost: 'O(1)',
  every: limitedAllocations,
  check({ base, memoryLimit, mappedReady, limiting, left }) {
    if (mappedReady <= memoryLimit || left === 0 || limiting) return undefined;
    return {
      at: hex(base),
      expected: `${memoryLimit} bytes ready at most, or no page to give back`,
      actual: `${mappedReady} bytes ready, ${left} pages to give back`,
    };
  },
  examples: {
    holds: [
      goView(),
      allocated({}),
      allocated({ mappedReady: 9 * MIB }),
      allocated({ mappedReady: 9 * MIB, left: 3, limiting: true }),
    ],
    violates: [allocated({ mappedReady: 9 * MIB, left: 3 })],
  },
});
