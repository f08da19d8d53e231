import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const refusedBrkMoves = defineMutant({
  id: 'process/refused-brk-moves',
  story: 'a break that is refused is noted all the same',
  sources: [source('man 2 brk: on error the break is unchanged')],
  patch: {
    file: 'models/os/mmu/address-space.ts',
    find: 'if (to > from && !this.#growHeap(from, to)) return',
    replace: 'if (to > from && !this.#growHeap(from, to) && (this.brkAddr = addr) > 0) return',
  },
  caughtBy: ['process/outcome-as-promised', 'process/refusal-changes-nothing'],
  withinRuns: 40,
  shortest: {
    heap: 'overcommit=guess frames=16 pages=8',
    lines: ['a = mmap 1 --- at heap', 'brk +4096', 'brk +8192', 'brk -4096'],
  },
});
