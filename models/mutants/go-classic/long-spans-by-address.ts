import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicLongSpansByAddress = defineMutant({
  id: 'go-classic/long-spans-by-address',
  story: 'the long free spans are in order of address, and the first that fits is taken',
  sources: [go110('mgclarge.go', 'treap: ordered by npages')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'return a.npages < b.npages || (a.npages === b.npages && a.startAddr < b.startAddr);',
    replace: 'return a.startAddr < b.startAddr;',
  },
  caughtBy: ['classic/fewest-pages-taken', 'classic/long-spans-ordered'],
  withinRuns: 160,
  shortest: {
    lines: ['a = malloc 73729 noscan', 'b = realloc a 1', 'c = malloc 81921 noscan'],
    heap: 'geometry=tiny',
  },
});
