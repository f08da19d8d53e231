import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { cachePages, retainPage } from '../../fixtures/pages.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { theHeap } from '../../quantifiers/go-heap.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';
import { retainedPages } from '../../views/recounts.ts';

const retained = altered(heapOf(span()), (parts) => retainPage(parts, 100));
const cached = altered(retained, (parts) => {
  cachePages(parts, 64, 0b0110);
  parts.go.procs[0]!.pcache.scavLo = 0b0100;
  parts.go.stats.heapFree += PAGE_BYTES;
});

export const heapFreeCounted = defineInvariant({
  id: 'go/heap-free-counted',
  holds:
    'heapFree is the bytes of pages that are free, or in a page cache, and not returned to the operating system',
  because: 'the scavenger returns too much or too little, and reports call memory idle that is not',
  implies: ['go/counters-not-negative', 'go/heap-pages-conserved', 'go/os-backs-what-is-counted'],
  sources: [
    go119('mheap.go', '(*mheap).freeSpanLocked: heapFree'),
    go119('mstats.go', 'readmemstats_m: retained'),
  ],
  when: 'quiescent',
  cost: 'O(pages / 32)',
  every: theHeap,
  check: (go) => expectEqual('heapFree', PAGE_BYTES * retainedPages(go), go.stats.heapFree),
  examples: {
    holds: [goView(), retained, cached],
    violates: [
      altered(retained, ({ go }) => (go.stats.heapFree = 0)),
      altered(cached, ({ go }) => (go.stats.heapFree -= PAGE_BYTES)),
    ],
  },
});
