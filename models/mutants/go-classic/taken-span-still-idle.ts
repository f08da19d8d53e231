import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicTakenSpanStillIdle = defineMutant({
  id: 'go-classic/taken-span-still-idle',
  story: 'a span that is put to use stays counted as idle',
  sources: [go110('mheap.go', 'allocSpanLocked: memstats.heap_idle')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'this.stats.heapIdle -= npages * PAGE_BYTES;',
    replace: 'void npages;',
  },
  caughtBy: ['classic/heap-bytes-counted'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
