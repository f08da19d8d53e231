import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicNotJoinedBelow = defineMutant({
  id: 'go-classic/not-joined-below',
  story: 'a span that goes free does not look at the page below it',
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked: coalesce with earlier span')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'const isLeft = before?.state === SPAN_FREE;',
    replace: 'const isLeft = false;',
  },
  caughtBy: ['classic/free-neighbours-joined', 'classic/joined-span-covers-all'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 1040385 noscan'] },
});
