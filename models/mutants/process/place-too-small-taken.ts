import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const placeTooSmallTaken = defineMutant({
  id: 'process/place-too-small-taken',
  story: 'a mapping is put into a gap that is a page too small',
  sources: [source('Linux mm/mmap.c, unmapped_area_topdown')],
  patch: {
    file: 'models/os/mmu/regions.ts',
    find: 'if (end - region.end >= bytes) break;',
    replace: 'if (end - region.end >= bytes - 4096) break;',
  },
  caughtBy: ['process/outcome-as-promised', 'process/regions-as-promised'],
  withinRuns: 40,
  shortest: {
    heap: 'overcommit=always frames=4096 pages=2100',
    lines: ['b = mmap 1 rw-', 'd = mmap 4096 rwx'],
  },
});
