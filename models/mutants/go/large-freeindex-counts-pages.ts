import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A large span has one slot, however many pages that is. */
export const largeFreeindexCountsPages = defineMutant({
  id: 'go/large-freeindex-counts-pages',
  story: 'the free index of a large span is set to the number of its pages',
  sources: [go119('mcache.go', '(*mcache).allocLarge')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'span.freeindex = 1;',
    replace: 'span.freeindex = npages;',
  },
  caughtBy: [
    'go/freeindex-within-span',
    'go/large-span-holds-one-object',
    'go/alloc-count-matches-slots',
  ],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 32769 noscan'] },
});
