import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The bits of allocCache behind the last slot are one, as if those slots were free. */
export const slotBehindTheLast = defineMutant({
  id: 'go/slot-behind-the-last',
  story: 'nextFreeFast hands out the slot behind the last one of a span',
  sources: [go119('malloc.go', 'nextFreeFast'), go119('mheap.go', 'mspan.allocCache')],
  patch: {
    file: 'models/go/mspan.ts',
    find: 'if (slot >= this.nelems) return -1;',
    replace: 'if (slot > this.nelems) return -1;',
  },
  caughtBy: [
    'go/alloc-count-within-slots',
    'go/freeindex-within-span',
    'go/live-blocks-hold-allocated-slots',
    'client/live-blocks-disjoint',
  ],
  withinRuns: 140,
  shortest: { lines: ['a = malloc 6913 noscan', 'b = malloc 1 noscan', 'c = malloc 6913 noscan'] },
});
