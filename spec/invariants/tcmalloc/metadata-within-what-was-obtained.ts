import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { tcHeap } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcMetadataWithinWhatWasObtained = defineInvariant({
  id: 'tcmalloc/metadata-within-what-was-obtained',
  holds: 'bookkeeping takes no more than was obtained for it',
  because: 'records would lie in memory of others',

  sources: [tcmalloc('page_heap_allocator.h', 'PageHeapAllocator::New')],
  when: 'always',
  cost: 'O(1)',
  every: tcHeap,
  check: ({ metadataBytes, metadataUsed }) =>
    expectWithin('bytes of records', 0, metadataBytes, metadataUsed),
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => (tc.metadataUsed = 200))] },
});
