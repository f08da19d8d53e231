import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const reclaimTakesDirty = defineMutant({
  id: 'process/reclaim-takes-dirty',
  story: 'reclaim takes what was written after it was given back',
  sources: [
    source('Linux mm/rmap.c, try_to_unmap_one: a dirty page of MADV_FREE is put back'),
    source('Linux commit 6c8e2a256915: MADV_FREE lost writes'),
  ],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: '      if ((pte.bits & PTE.DIRTY) !== 0) {',
    replace: '      if (pte.bits < 0) {',
  },
  caughtBy: ['process/contents-as-promised'],
  withinRuns: 60,
  shortest: {
    heap: 'overcommit=guess frames=16 pages=64',
    lines: ['write bss 8192 255', 'madvise bss 4096 free', 'write bss 8 7', 'reclaim 1'],
  },
});
