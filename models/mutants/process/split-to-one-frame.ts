import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const splitToOneFrame = defineMutant({
  id: 'process/split-to-one-frame',
  story: 'a huge page that is split leads to its first frame only',
  sources: [source('Linux mm/huge_memory.c, __split_huge_pmd_locked')],
  patch: {
    file: 'models/os/mmu/page-tables.ts',
    find: 'pte.frame + i, bits',
    replace: 'pte.frame, bits',
  },
  caughtBy: [
    'process/contents-as-promised',
    'process/frames-conserved',
    'process/frames-counted-by-mappers',
    'process/own-frames-led-to-once',
    'process/resident-frames-recounted',
  ],
  withinRuns: 50,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: ['d = mmap 4194304 rw-', 'madvise d 4194304 huge', 'write d 8192 1', 'munmap d 1048576'],
  },
});
