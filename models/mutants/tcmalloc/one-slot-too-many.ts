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
      'a = malloc 17',
      'b = malloc 17',
      'c = malloc 17',
      'free a',
      'free b',
      'free c',
      'goexit',
    ],
    heap: 'geometry=tiny',
  },
});
