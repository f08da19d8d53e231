import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { heapCounters } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';

const one = heapOf(span());

export const objectsWithinMappedMemory = defineInvariant({
  id: 'go/objects-within-mapped-memory',
  holds: 'free pages and objects are together no more than the memory that is Ready',
  because:
    'the memory limit’s goal is computed from their difference: Go waits for ever until it is one',
  sources: [go119('mgcpacer.go', 'memoryLimitHeapGoal: heapFree+heapAlloc <= mappedReady')],
  when: 'always',
  cost: 'O(1)',
  every: heapCounters,
  check({ heapFree, totalAlloc, totalFree, mappedReady }) {
    const taken = heapFree + totalAlloc - totalFree;
    if (taken <= mappedReady) return undefined;
    return { at: 'mappedReady', expected: `${taken} or more`, actual: String(mappedReady) };
  },
  examples: {
    holds: [goView(), one],
    violates: [
      altered(one, ({ go }) => (go.stats.mappedReady = 63)),
      altered(one, ({ go }) => (go.stats.heapFree = 8192)),
    ],
  },
});
