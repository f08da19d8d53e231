import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { theHeap } from '../../quantifiers/go-heap.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';
import { pagesInSpans } from '../../views/recounts.ts';

const two = heapOf(span(), span({ page: 1, spanclass: 1, npages: 5 }));

export const heapInUseCounted = defineInvariant({
  id: 'go/heap-in-use-counted',
  holds: 'heapInUse is the bytes of the pages of all spans in use',
  because: 'the scavenger aims at a multiple of it, and the memory limit is measured with it',
  sources: [
    go119('mheap.go', '(*mheap).allocSpan: heapInUse'),
    go119('mstats.go', 'readmemstats_m: in use by heap'),
  ],
  when: 'always',
  cost: 'O(spans)',
  every: theHeap,
  check: (go) => expectEqual('heapInUse', PAGE_BYTES * pagesInSpans(go), go.stats.heapInUse),
  examples: {
    holds: [goView(), two],
    violates: [altered(two, ({ go }) => (go.stats.heapInUse -= PAGE_BYTES))],
  },
});
