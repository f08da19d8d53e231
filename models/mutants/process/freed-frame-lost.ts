import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const freedFrameLost = defineMutant({
  id: 'process/freed-frame-lost',
  story: 'a frame that nothing leads to any more is not given back',
  sources: [source('Linux mm/swap.c, release_pages')],
  patch: {
    file: 'models/os/mmu/frames.ts',
    find: 'this.free += 1;',
    replace: '',
  },
  caughtBy: ['process/frames-conserved'],
  withinRuns: 40,
  shortest: {
    heap: 'overcommit=always frames=4096 pages=2100',
    lines: ['d = mmap 8192 rw-', 'write d 16 1', 'madvise d 4096 free', 'reclaim 1000'],
  },
});
