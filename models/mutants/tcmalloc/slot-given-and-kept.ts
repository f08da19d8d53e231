import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const slotGivenAndKept = defineMutant({
  id: 'tcmalloc/slot-given-and-kept',
  story: 'a class gives a slot away and keeps it',
  sources: [
    tcmalloc('central_freelist.cc', 'CentralFreeList::ShrinkCache: cache_size_--'),
    source('google/tcmalloc 1cfc7149: capacity counted as acquired that was not'),
  ],
  patch: { file: 'models/tcmalloc/central-free-list.ts', find: 'this.capacity -= 1;', replace: '' },
  caughtBy: ['tcmalloc/transfer-capacity-traded'],
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
