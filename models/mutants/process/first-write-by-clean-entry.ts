import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const firstWriteByCleanEntry = defineMutant({
  id: 'process/first-write-by-clean-entry',
  story: 'a write by a clean entry of the TLB is not told to the page tables',
  sources: [source('Intel SDM volume 3A, 4.8: the processor sets the dirty flag')],
  patch: {
    file: 'models/os/mmu/mmu.ts',
    find: 'known !== undefined && (known.bits & PTE.DIRTY) === 0',
    replace: 'known !== undefined && known.bits < 0',
  },
  caughtBy: ['process/accesses-noted'],
  withinRuns: 150,
  shortest: {
    heap: 'overcommit=guess frames=16 pages=64',
    lines: ['write bss 1 255', 'madvise bss 4096 free', 'read bss 1', 'write bss 8 7'],
  },
});
