import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const lazyFramesNotReclaimed = defineMutant({
  id: 'process/lazy-frames-not-reclaimed',
  story: 'a fault finds no frame although there are some that were given back',
  sources: [source('Linux mm/vmscan.c')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'return this.#space.reclaim(Infinity) > 0 ? frames.take() : frame;',
    replace: 'return frame;',
  },
  caughtBy: ['process/out-of-memory-only-without-frames'],
  withinRuns: 170,
  shortest: {
    heap: 'overcommit=guess frames=1 pages=4096',
    lines: ['a = mmap 8192 rw-', 'write a 1 1', 'madvise a 4096 free', 'write a+4096 1 1'],
  },
});
