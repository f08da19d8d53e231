import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const brkShrinksByBytes = defineMutant({
  id: 'process/brk-shrinks-by-bytes',
  story: 'the break gives back the page that it stays in',
  sources: [source('Linux mm/mmap.c, SYSCALL_DEFINE1(brk): PAGE_ALIGN')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'if (to < from) this.#unmap(to, from);',
    replace: 'if (addr < before) this.#unmap(addr - (addr % PAGE), from);',
  },
  caughtBy: ['process/break-moves-heap-alone', 'process/regions-as-promised'],
  withinRuns: 120,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: ['brk +8192', 'brk -1'] },
});
