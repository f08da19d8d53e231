import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicHeap } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { SPAN_FREE } from '../../views/classic.ts';
import { PAGE_BYTES, SPAN_IN_USE } from '../../views/go.ts';

export const classicHeapBytesCounted = defineInvariant({
  id: 'classic/heap-bytes-counted',
  holds:
    'the bytes that are counted as in use and as idle are those of the spans in use and of the free ones',
  because: 'whoever goes by these numbers collects too late, or gives back what is not there',
  sources: [go110('mheap.go', 'memstats.heap_inuse, heap_idle')],
  when: 'always',
  cost: 'O(spans)',
  every: classicHeap,
  check({ allspans, stats }) {
    let [used, idle] = [0, 0];
    for (const { state, npages } of allspans) {
      if (state === SPAN_IN_USE) used += npages * PAGE_BYTES;
      if (state === SPAN_FREE) idle += npages * PAGE_BYTES;
    }
    return (
      expectEqual('heapInUse', used, stats.heapInUse) ??
      expectEqual('heapIdle', idle, stats.heapIdle)
    );
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic }) => (classic.stats.heapInUse -= 1)),
      classicView(({ classic }) => (classic.stats.heapIdle = 0)),
    ],
  },
});
