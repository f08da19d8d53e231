import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { centralLists } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcTransferBounds = defineInvariant({
  id: 'tcmalloc/transfer-bounds',
  holds: 'a class has no more batches than slots, and no more slots than it may have',
  because: 'a batch is lost, or more memory waits than was meant to',

  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::MakeCacheSpace, ShrinkCache')],
  when: 'always',
  cost: 'O(1)',
  every: centralLists,
  check({ sizeClass, slots, capacity, capacityMax }) {
    const at = `slots of class ${sizeClass}`;
    return (
      expectWithin(at, 0, capacityMax, capacity) ?? expectWithin(at, 0, capacity, slots.length)
    );
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ tc }) => (tc.central[1]!.capacity = 0)),
      tcView(({ tc }) => (tc.central[2]!.capacity = 3)),
    ],
  },
});
