import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicHeap } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { SPAN_FREE } from '../../views/classic.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const classicReleasedBytesCounted = defineInvariant({
  id: 'classic/released-bytes-counted',
  holds: 'the bytes that are counted as given back are those that the free spans say',
  because: 'the process looks smaller than it is, or the count goes below 0',
  sources: [go110('mheap.go', 'memstats.heap_released')],
  when: 'always',
  cost: 'O(spans)',
  every: classicHeap,
  check({ allspans, stats }) {
    let pages = 0;
    for (const { state, npreleased } of allspans) if (state === SPAN_FREE) pages += npreleased;
    return expectEqual('heapReleased', pages * PAGE_BYTES, stats.heapReleased);
  },
  examples: {
    holds: [classicView()],
    violates: [classicView(({ classic }) => (classic.stats.heapReleased = 0))],
  },
});
