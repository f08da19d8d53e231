import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicNotJoinedAbove = defineMutant({
  id: 'go-classic/not-joined-above',
  story: 'a span that goes free does not look at the page above it',
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked: coalesce with later span')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'const isRight = after?.state === SPAN_FREE;',
    replace: 'const isRight = false;',
  },
  caughtBy: ['classic/free-neighbours-joined', 'classic/joined-span-covers-all'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
