import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const pageInUseBitKept = defineMutant({
  id: 'go/page-in-use-bit-kept',
  story: 'the pageInUse bit of a span is left when the span is freed',
  sources: [go119('mheap.go', '(*mheap).freeSpanLocked: clear in-use bit in arena page bitmap')],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'clearBit(arena.pageInUse, arena.pageOf(startAddr));',
    replace: '',
  },
  caughtBy: ['go/page-in-use-only-at-span-start'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
