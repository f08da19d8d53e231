import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicReleasedTwice = defineMutant({
  id: 'go-classic/released-twice',
  story: 'a span of which a part was given back is counted as a whole once more',
  sources: [go110('mheap.go', 'scavengelist: released := len - (s.npreleased << _PageShift)')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'const given = span.npages - span.npreleased;',
    replace: 'const given = span.npages;',
  },
  caughtBy: ['classic/released-bytes-counted'],
  withinRuns: 550,
  shortest: { lines: ['a = malloc 1 noscan', 'free a', 'scavenge 1', 'freeOSMemory'] },
});
