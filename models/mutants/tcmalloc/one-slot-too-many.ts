import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const oneSlotTooMany = defineMutant({
  id: 'tcmalloc/one-slot-too-many',
  story: 'a batch is kept where all slots are taken',
  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::MakeCacheSpace: used_slots_ < cache_size_'),
  ],
  patch: {
    file: 'models/tcmalloc/central-free-list.ts',
    find: 'if (this.slots.length < this.capacity) return true;',
    replace: 'if (this.slots.length <= this.capacity) return true;',
  },
  caughtBy: ['tcmalloc/transfer-bounds'],
  withinRuns: 760,
  shortest: {
    lines: [
      'a = malloc 1',
      'b = malloc 1',
      'c = malloc 1',
      'd = malloc 1',
      'e = malloc 1',
      'free a on P1',
      'free b on P1',
      'free c on P1',
      'free d on P1',
      'free e on P1',
    ],
    heap: 'procs=2 geometry=tiny',
    seed: 5,
  },
});
