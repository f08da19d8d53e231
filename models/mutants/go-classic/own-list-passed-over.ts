import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicOwnListPassedOver = defineMutant({
  id: 'go-classic/own-list-passed-over',
  story: 'the search begins at the list behind that of the length that was asked for',
  sources: [go110('mheap.go', 'allocSpanLocked: for i := int(npage)')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'for (let length = npages; length < this.free.length; length += 1) {',
    replace: 'for (let length = npages + 1; length < this.free.length; length += 1) {',
  },
  caughtBy: ['classic/fewest-pages-taken', 'classic/growth-only-on-miss'],
  withinRuns: 50,
  shortest: { lines: ['a = malloc 32769 noscan', 'b = realloc a 1', 'c = malloc 6529 noscan'] },
});
