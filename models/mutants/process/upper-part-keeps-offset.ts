import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const upperPartKeepsOffset = defineMutant({
  id: 'process/upper-part-keeps-offset',
  story: 'the upper part of a region that is cut begins at the offset of the whole',
  sources: [source('Linux mm/mmap.c, __split_vma: vm_pgoff')],
  patch: {
    file: 'models/os/mmu/regions.ts',
    find: 'const moved = fileOffset < 0 ? fileOffset : fileOffset + start - region.start;',
    replace: 'const moved = fileOffset;',
  },
  caughtBy: ['process/contents-as-promised', 'process/regions-as-promised'],
  withinRuns: 20,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: [] },
});
