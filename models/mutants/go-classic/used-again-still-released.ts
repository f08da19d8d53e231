import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicUsedAgainStillReleased = defineMutant({
  id: 'go-classic/used-again-still-released',
  story: 'pages that are put to use stay counted as given back',
  sources: [go110('mheap.go', 'allocSpanLocked: memstats.heap_released')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'this.stats.heapReleased -= span.npreleased * PAGE_BYTES;',
    replace: 'void span.npreleased;',
  },
  caughtBy: ['classic/released-bytes-counted'],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 1 noscan', 'scavenge 1', 'b = malloc 17 noscan'] },
});
