import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const lazyFreeKeepsDirty = defineMutant({
  id: 'process/lazy-free-keeps-dirty',
  story: 'giving back by MADV_FREE leaves pages dirty, so that they are never taken',
  sources: [source('Linux mm/madvise.c, madvise_free_pte_range: pte_mkclean')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'pte.bits = (pte.bits | PTE.LAZY) & ~(PTE.DIRTY | PTE.ACCESSED);',
    replace: 'pte.bits = (pte.bits | PTE.LAZY) & ~PTE.ACCESSED;',
  },
  caughtBy: ['process/dirty-only-when-written'],
  withinRuns: 30,
  shortest: {
    heap: 'overcommit=always frames=4096 pages=2100',
    lines: ['d = mmap 1 rw-', 'write d 16 1', 'madvise d 4096 free'],
  },
});
