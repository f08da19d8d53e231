import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const regionsJoinedAcrossRights = defineMutant({
  id: 'process/regions-joined-across-rights',
  story: 'regions that touch are joined whatever they may be used for',
  sources: [source('Linux mm/mmap.c, is_mergeable_vma')],
  patch: {
    file: 'models/os/mmu/regions.ts',
    find: 'lower.prot === upper.prot &&',
    replace: '',
  },
  caughtBy: ['process/regions-as-promised'],
  withinRuns: 40,
  shortest: {
    heap: 'overcommit=always frames=4096 pages=2100',
    lines: ['d = mmap 8192 rwx', 'd = mmap 4194304 rw-'],
  },
});
