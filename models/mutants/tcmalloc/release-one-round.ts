import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const releaseOneRound = defineMutant({
  id: 'tcmalloc/release-one-round',
  story: 'each list gives one span back, however many pages are wanted',
  sources: [
    tcmalloc('page_heap.cc', 'PageHeap::ReleaseAtLeastNPages'),
    source('gperftools PR #1319: too little is given back'),
  ],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'while (released < npages && this.freeBytes > 0 && !refused) {',
    replace: 'if (released < npages && this.freeBytes > 0 && !refused) {',
  },
  caughtBy: ['tcmalloc/release-at-least'],
  withinRuns: 180,
  shortest: {
    lines: ['a = memalign 1048576 257', 'b = memalign 4096 1', 'c = memalign 2097152 1'],
    heap: 'geometry=tiny',
  },
});
