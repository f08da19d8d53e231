import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { wholeTcHeap } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcFreeBytesTrue = defineInvariant({
  id: 'tcmalloc/free-bytes-true',
  holds: 'the bytes counted as free are those of the normal free spans',
  because: 'nothing is given back, or for ever what is not there',

  sources: [tcmalloc('page_heap.h', 'PageHeap::Stats::free_bytes')],
  when: 'always',
  cost: 'O(spans)',
  every: wholeTcHeap,
  check({ heap, geometry }) {
    const spans = [...heap.normal.lists.flat(), ...heap.normal.set];
    const pages = spans.reduce((sum, { npages }) => sum + npages, 0);
    return expectEqual('free bytes', pages * geometry.pageBytes, heap.freeBytes);
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.heap.freeBytes = 0))] },
});
