import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const lazyFreeKeepsAccessed = defineMutant({
  id: 'process/lazy-free-keeps-accessed',
  story: 'giving back by MADV_FREE leaves pages accessed',
  sources: [source('Linux mm/madvise.c, madvise_free_pte_range: pte_mkold')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'pte.bits = (pte.bits | PTE.LAZY) & ~(PTE.DIRTY | PTE.ACCESSED);',
    replace: 'pte.bits = (pte.bits | PTE.LAZY) & ~PTE.DIRTY;',
  },
  caughtBy: ['process/accessed-only-when-touched'],
  withinRuns: 30,
  shortest: {
    heap: 'overcommit=always frames=4096 pages=2100',
    lines: ['d = mmap 1 rw-', 'write d 16 1', 'madvise d 4096 free'],
  },
});
