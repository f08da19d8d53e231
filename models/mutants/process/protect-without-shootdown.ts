import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const protectWithoutShootdown = defineMutant({
  id: 'process/protect-without-shootdown',
  story: 'mprotect takes rights from the page tables and leaves them in the TLB',
  sources: [source('Linux mm/mprotect.c, change_protection: flush_tlb_range')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'this.mmu.tlb.forget(addr, end);',
    replace: '',
  },
  caughtBy: ['process/tlb-agrees-with-tables'],
  withinRuns: 300,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: ['mprotect text+12288 8192 rwx'],
  },
});
