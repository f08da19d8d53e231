import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicLengthOfLowerLost = defineMutant({
  id: 'go-classic/length-of-lower-lost',
  story: 'a span that takes in the one below it begins there, and is no longer for that',
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked: s.npages += before.npages')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'span.npages += before.npages;',
    replace: 'void before.npages;',
  },
  caughtBy: ['classic/joined-span-covers-all', 'classic/spans-tile-arena'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 1040385 noscan'] },
});
