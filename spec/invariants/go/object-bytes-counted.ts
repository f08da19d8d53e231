import { CACHED, NOSCAN_64, altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { theHeap } from '../../quantifiers/go-heap.ts';
import { go119 } from '../../sources.ts';
import { objectBytes } from '../../views/recounts.ts';

const swept = heapOf(span({ freeindex: 3 }), span({ page: 1, spanclass: 1, npages: 5 }));
const cached = heapOf(span({ freeindex: 3, sweepgen: CACHED, allocCountBeforeCache: 1 }));

export const objectBytesCounted = defineInvariant({
  id: 'go/object-bytes-counted',
  holds:
    'totalAlloc - totalFree is the bytes of allocated slots, those of a cached span as they were when it was cached',
  because:
    'the size of the live heap, and with it the time of the next cycle, is computed from them',
  sources: [
    go119('mcache.go', '(*mcache).refill, releaseAll: totalAlloc'),
    go119('mgcsweep.go', '(*sweepLocked).sweep: totalFree'),
  ],
  when: 'always',
  cost: 'O(spans + processors * span classes)',
  every: theHeap,
  check: (go) =>
    expectEqual(
      'totalAlloc - totalFree',
      objectBytes(go),
      go.stats.totalAlloc - go.stats.totalFree,
    ),
  examples: {
    holds: [goView(), swept, cached],
    violates: [
      altered(swept, ({ go }) => (go.stats.totalFree = 64)),
      altered(cached, ({ go }) => (go.stats.totalAlloc = 3 * 64)),
      altered(
        cached,
        ({ go }) => (go.procs[0]!.mcache.alloc[NOSCAN_64] = go.procs[0]!.mcache.alloc[0]!),
      ),
    ],
  },
});
