import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const guardFilled = defineMutant({
  id: 'process/guard-filled',
  story: 'a fault in a region without rights fills the page before it looks at the rights',
  sources: [source('Linux mm/memory.c, handle_mm_fault: arch_vma_access_permitted')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'if (!permits(region.prot, access)) return',
    replace:
      'if (!permits(region.prot, access) && (this.#space.mmu.tables.walk(addr) ?? this.#fill(addr - (addr % PAGE), ZERO_FRAME, region), true)) return',
  },
  caughtBy: [
    'process/contents-as-promised',
    'process/guard-pages-absent',
    'process/rights-no-wider',
    'process/text-is-of-the-file',
  ],
  withinRuns: 30,
  shortest: {
    heap: 'overcommit=never frames=1600 pages=8',
    lines: ['g = mmap 20480 --- guard', 'a = mmap 8192 rw-', 'write a+12288 8 7'],
  },
});
