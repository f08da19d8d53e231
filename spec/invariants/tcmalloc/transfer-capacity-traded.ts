import { tcStep } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { tcSteps } from '../../quantifiers/tcmalloc-steps.ts';
import { tcmalloc } from '../../sources.ts';

export const tcTransferCapacityTraded = defineInvariant({
  id: 'tcmalloc/transfer-capacity-traded',
  holds: 'classes have no more slots in all than at first',
  because: 'the transfer caches grow without end',

  sources: [tcmalloc('central_freelist.cc', 'CentralFreeList::EvictRandomSizeClass')],
  when: 'quiescent',
  cost: 'O(classes)',
  every: tcSteps,
  check: ({ before, after }) => expectWithin('slots of all classes', 0, before.slots, after.slots),
  examples: {
    holds: [
      tcStep(() => {}),
      tcStep(({ tc }) => {
        tc.central[1]!.capacity = 0;
        tc.central[2]!.capacity = 2;
      }),
    ],
    violates: [tcStep(({ tc }) => (tc.central[2]!.capacity = 2))],
  },
});
