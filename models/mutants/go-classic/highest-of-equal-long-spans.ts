import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicHighestOfEqualLongSpans = defineMutant({
  id: 'go-classic/highest-of-equal-long-spans',
  story: 'of the long free spans that are equally long the highest comes first',
  sources: [go110('mgclarge.go', 'treap: then by address')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'return a.npages < b.npages || (a.npages === b.npages && a.startAddr < b.startAddr);',
    replace: 'return a.npages < b.npages || (a.npages === b.npages && a.startAddr > b.startAddr);',
  },
  caughtBy: ['classic/fewest-pages-taken', 'classic/long-spans-ordered'],
  withinRuns: 620,
  shortest: {
    lines: ['a = malloc 1 noscan', 'b = malloc 57345 noscan', 'c = malloc 16385 noscan', 'free b'],
    heap: 'geometry=tiny',
  },
});
