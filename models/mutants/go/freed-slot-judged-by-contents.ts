import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** As an allocator with a header that its clients can write to. */
export const freedSlotJudgedByContents = defineMutant({
  id: 'go/freed-slot-judged-by-contents',
  story:
    'free takes the first byte of the block for a flag of its own, by which the slot is not reused',
  sources: [go119('malloc.go', 'mallocgc')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: '(this.#mcache.reusable[spanclass] as Addr[]).push(addr);',
    replace:
      'if ((this.memory.slab(addr).bytes[addr % this.memory.slabBytes]! & 1) === 0) (this.#mcache.reusable[spanclass] as Addr[]).push(addr);',
  },
  caughtBy: ['relation/blocks-interchangeable'],
  withinRuns: 1200,
  shortest: { lines: ['a = malloc 16 noscan', 'free a', 'b = malloc 16 noscan'] },
});
