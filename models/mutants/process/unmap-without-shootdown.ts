import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const unmapWithoutShootdown = defineMutant({
  id: 'process/unmap-without-shootdown',
  story: 'munmap takes translations out of the page tables and leaves them in the TLB',
  sources: [
    source('Linux commit eb66ae030829: mremap moved page tables and flushed the TLB too late'),
  ],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: '    this.mmu.tlb.forget(pte.addr, pte.addr + pte.bytes);',
    replace: '',
  },
  caughtBy: ['process/tlb-agrees-with-tables'],
  withinRuns: 40,
  shortest: {
    heap: 'overcommit=always frames=4096 pages=2100',
    lines: ['d = mmap 8192 rw-', 'write d 16 1', 'madvise d 4096 free', 'read d 1', 'reclaim 1000'],
  },
});
