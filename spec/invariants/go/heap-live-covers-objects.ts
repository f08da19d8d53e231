import { CACHED, altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { heapCounters } from '../../quantifiers/go-pages.ts';
import { go119, goIssue } from '../../sources.ts';

const cached = heapOf(span({ freeindex: 3, sweepgen: CACHED }));

export const heapLiveCoversObjects = defineInvariant({
  id: 'go/heap-live-covers-objects',
  holds:
    'when all is swept, heapLive is at least the bytes of allocated slots, but for those that sweeping kept for their finalizers',
  because:
    'it is the pacer’s over-estimate: too low, and the heap outgrows its goal before a cycle starts',
  sources: [
    go119('mgcpacer.go', 'gcControllerState.heapLive'),
    goIssue(53738, 'how heapLive over-estimates'),
  ],
  when: 'swept',
  cost: 'O(1)',
  every: heapCounters,
  check({ heapLive, totalAlloc, totalFree, resurrected }) {
    const objects = totalAlloc - totalFree - resurrected;
    if (heapLive >= objects) return undefined;
    return { at: 'heapLive', expected: `${objects} or more`, actual: String(heapLive) };
  },
  examples: {
    holds: [
      goView(),
      cached,
      altered(cached, ({ go }) => {
        go.stats.heapLive = 128;
        go.stats.resurrected = 8192;
      }),
      heapOf(span({ freeindex: 128 })),
    ],
    violates: [altered(cached, ({ go }) => (go.stats.heapLive = 128))],
  },
});
