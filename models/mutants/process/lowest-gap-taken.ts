import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const lowestGapTaken = defineMutant({
  id: 'process/lowest-gap-taken',
  story: 'a mapping is put into the lowest gap',
  sources: [source('man 2 mmap; Linux mm/mmap.c, arch_get_unmapped_area_topdown')],
  patch: {
    file: 'models/os/mmu/regions.ts',
    find: 'if (end - region.end >= bytes) break;',
    replace: '',
  },
  caughtBy: ['process/outcome-as-promised', 'process/regions-as-promised'],
  withinRuns: 20,
  shortest: { heap: 'overcommit=never frames=1600 pages=8', lines: ['g = mmap 8192 ---'] },
});
