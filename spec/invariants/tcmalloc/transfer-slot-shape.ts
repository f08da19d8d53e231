import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { centralLists } from '../../quantifiers/tcmalloc-tiers.ts';
import { tcmalloc } from '../../sources.ts';

export const tcTransferSlotShape = defineInvariant({
  id: 'tcmalloc/transfer-slot-shape',
  holds: 'a slot holds exactly a batch',
  because: 'a thread that takes it gets more than its list has room for, or less than it counts',

  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::InsertRange: N == num_objects_to_move'),
  ],
  when: 'always',
  cost: 'O(slots)',
  every: centralLists,
  check({ sizeClass, slots }, { tcmalloc: { sizeMap } }) {
    const batch = sizeMap.batches[sizeClass]!;
    const odd = slots.find(({ length }) => length !== batch);
    return odd && expectEqual(`batch of class ${sizeClass}`, batch, odd.length);
  },
  examples: { holds: [tcView()], violates: [tcView(({ tc }) => tc.central[1]!.slots[0]!.pop())] },
});
