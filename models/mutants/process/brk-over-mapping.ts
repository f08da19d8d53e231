import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const brkOverMapping = defineMutant({
  id: 'process/brk-over-mapping',
  story: 'the break grows over whatever is mapped above the heap',
  sources: [source('Linux mm/mmap.c, SYSCALL_DEFINE1(brk): find_vma_intersection')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'this.regions.within(from, to + PAGE).length > 0',
    replace: 'this.#unmap(from, to) !== undefined',
  },
  caughtBy: ['process/outcome-as-promised', 'process/regions-as-promised'],
  withinRuns: 50,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: ['b = mmap 8192 rwx at heap', 'brk +4096'],
  },
});
