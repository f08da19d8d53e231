import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { wholeTcHeap } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcUnmappedBytesTrue = defineInvariant({
  id: 'tcmalloc/unmapped-bytes-true',
  holds: 'the bytes counted as unmapped are those of the returned free spans',
  because: 'the limit is taken for kept, or for passed',

  sources: [tcmalloc('page_heap.h', 'PageHeap::Stats::unmapped_bytes')],
  when: 'always',
  cost: 'O(spans)',
  every: wholeTcHeap,
  check({ heap, geometry }) {
    const spans = [...heap.returned.lists.flat(), ...heap.returned.set];
    const pages = spans.reduce((sum, { npages }) => sum + npages, 0);
    return expectEqual('unmapped bytes', pages * geometry.pageBytes, heap.unmappedBytes);
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.heap.unmappedBytes = 0))] },
});
