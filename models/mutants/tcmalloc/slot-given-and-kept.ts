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
