import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicReleasedOfUpperAlone = defineMutant({
  id: 'go-classic/released-of-upper-alone',
  story: 'of the pages given back those of the span above count alone',
  sources: [go110('mheap.go', 'freeSpanLocked: s.npreleased += after.npreleased')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'span.npreleased += after.npreleased;',
    replace: 'span.npreleased = after.npreleased;',
  },
  caughtBy: ['classic/joined-span-sums-released'],
  withinRuns: 250,
  shortest: { lines: ['a = malloc 1 noscan', 'b = realloc a 17', 'freeOSMemory'] },
});
