import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { wholeTcHeap } from '../../quantifiers/tcmalloc-tiers.ts';
import { derived } from '../../sources.ts';
import { IN_USE } from '../../views/tc-span.ts';

export const tcInUseIdentity = defineInvariant({
  id: 'tcmalloc/in-use-identity',
  holds: 'what was obtained is free, unmapped, or in spans that are in use',
  because: 'memory is lost: no span has it, and nobody will',

  sources: [derived('the counters of page_heap.h, and that every page has a span')],
  when: 'always',
  cost: 'O(spans)',
  every: wholeTcHeap,
  check({ heap, geometry, spans }) {
    const used = spans.filter(({ location }) => location === IN_USE);
    const bytes = used.reduce((sum, { npages }) => sum + npages * geometry.pageBytes, 0);
    return expectEqual(
      'system bytes',
      heap.freeBytes + heap.unmappedBytes + bytes,
      heap.systemBytes,
    );
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.heap.systemBytes += 64))] },
});
