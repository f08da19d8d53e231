import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const clearsIntoNextSlot = defineMutant({
  id: 'go/clears-into-next-slot',
  story: 'a reused slot is cleared one word too far',
  sources: [go119('malloc.go', 'memclrNoHeapPointersChunked')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: '      memclr(this.memory, addr, span.elemsize);',
    replace: '      memclr(this.memory, addr, span.elemsize + WORD_BYTES);',
  },
  caughtBy: ['client/contents-kept'],
  withinRuns: 100,
  shortest: { lines: [] },
});
