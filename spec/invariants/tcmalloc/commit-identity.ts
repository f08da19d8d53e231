import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { tcHeap } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcCommitIdentity = defineInvariant({
  id: 'tcmalloc/commit-identity',
  holds: 'what is backed by memory and what was given back are all that was obtained',
  because: 'the limit is kept by wrong numbers, and the statistics lie',

  sources: [
    tcmalloc('page_heap.cc', 'PageHeap::GrowHeap: ASSERT of committed, unmapped and system bytes'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: tcHeap,
  check: ({ heap }) =>
    expectEqual('committed + unmapped', heap.systemBytes, heap.committedBytes + heap.unmappedBytes),
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.heap.committedBytes += 64))] },
});
