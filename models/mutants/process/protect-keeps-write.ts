import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const protectKeepsWrite = defineMutant({
  id: 'process/protect-keeps-write',
  story: 'mprotect leaves pages writable that were written before',
  sources: [source('Linux mm/mprotect.c, change_pte_range: pte_wrprotect')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'if ((prot & PROT.WRITE) === 0) pte.bits &= ~PTE.WRITE;',
    replace: '',
  },
  caughtBy: ['process/rights-no-wider'],
  withinRuns: 400,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=2100',
    lines: [
      'a = mmap 4194304 rw-',
      'madvise a 4194304 huge',
      'write a 8192 2',
      'mprotect a 1048576 r--',
    ],
  },
});
