import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const lazyFreeOfZeroes = defineMutant({
  id: 'process/lazy-free-of-zeroes',
  story: 'giving back by MADV_FREE gives back the frame of zeroes too',
  sources: [source('Linux mm/madvise.c, madvise_free_pte_range: vm_normal_page')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'if (pte.frame === ZERO_FRAME) continue;',
    replace: '',
  },
  caughtBy: ['process/lazy-pages-own'],
  withinRuns: 550,
  shortest: {
    heap: 'overcommit=guess frames=1600 pages=64',
    lines: ['brk +40000', 'read heap 8192', 'madvise bss+8192 12288 free'],
  },
});
