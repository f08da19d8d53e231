import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicReleasedOfLowerLost = defineMutant({
  id: 'go-classic/released-of-lower-lost',
  story: 'the pages that the span below had given back are forgotten when it is taken in',
  sources: [go110('mheap.go', 'freeSpanLocked: s.npreleased = before.npreleased')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'span.npreleased = before.npreleased;',
    replace: 'void before.npreleased;',
  },
  caughtBy: ['classic/joined-span-sums-released', 'classic/released-pages-counted'],
  withinRuns: 110,
  shortest: { lines: ['a = malloc 1 noscan', 'b = realloc a 17', 'freeOSMemory'] },
});
