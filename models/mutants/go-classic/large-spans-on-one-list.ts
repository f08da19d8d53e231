import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicLargeSpansOnOneList = defineMutant({
  id: 'go-classic/large-spans-on-one-list',
  story: 'the spans of all large objects are on the list of the long ones',
  sources: [go110('mheap.go', 'alloc_m: h.busy[s.npages].insertBack(s)')],
  patch: {
    file: 'models/classic/heap.ts',
    find: 'if (spanclass < 2) this.busyList(npages).push(span);',
    replace: 'if (spanclass < 2) this.busylarge.push(span);',
  },
  caughtBy: ['classic/large-span-busy-by-length'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 32769 noscan'] },
});
