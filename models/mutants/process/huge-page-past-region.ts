import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const hugePagePastRegion = defineMutant({
  id: 'process/huge-page-past-region',
  story: 'a huge page is given where its first page lies in the region',
  sources: [source('Linux mm/huge_memory.c, transhuge_vma_suitable')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'region.start <= start && start + HUGE_PAGE <= region.end',
    replace: 'region.start <= start',
  },
  caughtBy: ['process/huge-pages-aligned', 'process/translations-in-regions'],
  withinRuns: 80,
  shortest: {
    heap: 'overcommit=guess frames=1600 pages=2100',
    lines: ['d = mmap 4194304 rw-', 'madvise d 4194304 huge', 'write d+3145728 8192 2'],
  },
});
