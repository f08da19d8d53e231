import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const brkShrinksPastEnd = defineMutant({
  id: 'process/brk-shrinks-past-end',
  story: 'the break gives back a page above the heap',
  sources: [source('Linux mm/mmap.c, SYSCALL_DEFINE1(brk)')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'if (to < from) this.#unmap(to, from);',
    replace: 'if (to < from) this.#unmap(to, from + PAGE);',
  },
  caughtBy: ['process/break-moves-heap-alone', 'process/regions-as-promised'],
  withinRuns: 70,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: ['brk +8192', 'a = mmap 4096 rw- at heap+8192', 'brk -4096'],
  },
});
