import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const protectNoneStaysPresent = defineMutant({
  id: 'process/protect-none-stays-present',
  story: 'mprotect to no rights leaves pages present',
  sources: [source('Linux arch/x86/include/asm/pgtable_types.h, PAGE_NONE')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'const isThere = prot === PROT.NONE ? PTE.NONE : PTE.PRESENT;',
    replace: 'const isThere = prot === PROT.NONE ? PTE.NONE | PTE.PRESENT : PTE.PRESENT;',
  },
  caughtBy: ['process/rights-no-wider'],
  withinRuns: 450,
  shortest: {
    heap: 'overcommit=always frames=1600 pages=64',
    lines: [
      'd = mmap 4194304 rw-',
      'madvise d 4194304 huge',
      'write d 8192 1',
      'mprotect d 8192 ---',
    ],
  },
});
