import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const hugePageUncut = defineMutant({
  id: 'process/huge-page-uncut',
  story: 'a huge page outlives a cut of its region',
  sources: [source('Linux mm/huge_memory.c, vma_adjust_trans_huge')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: '      this.#ptesOf(addr, end);',
    replace: '',
  },
  caughtBy: ['process/huge-pages-aligned', 'process/translations-in-regions'],
  withinRuns: 500,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: [
      'b = mmap 4194304 rw-',
      'madvise b 4194304 huge',
      'write b 8192 1',
      'madvise b 8192 nohuge',
    ],
  },
});
