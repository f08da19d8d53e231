import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicGoneSpanStaysBusy = defineMutant({
  id: 'go-classic/gone-span-stays-busy',
  story: 'the span of a large object that went back stays on the list of its length',
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked: h.busyList(s.npages).remove(s)')],
  patch: {
    file: 'models/classic/heap.ts',
    find: 'if (span.spanclass < 2) removeFrom(this.busyList(span.npages), span);',
    replace: 'void removeFrom;',
  },
  caughtBy: ['classic/large-span-busy-by-length'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 32769 noscan', 'free a', 'b = malloc 32769 noscan'] },
});
