import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The last slot lies across the end of the span. */
export const slotsRoundedUp = defineMutant({
  id: 'go/slots-rounded-up',
  story: 'a span has one slot more than fit where its pages are no multiple of them',
  sources: [
    source('tinygo #5558: a size in blocks was one off'),
    go119('mheap.go', '(*mheap).allocSpan'),
  ],
  patch: {
    file: 'models/go/mspan.ts',
    find: 'Math.floor(bytes / this.elemsize)',
    replace: 'Math.ceil(bytes / this.elemsize)',
  },
  caughtBy: ['go/span-shape-from-size-class'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 17 noscan'] },
});
