import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicRefilledSpanStaysEmpty = defineMutant({
  id: 'go-classic/refilled-span-stays-empty',
  story: 'a full span that gets a free slot by being swept stays on the empty list',
  sources: [go110('mcentral.go', '(*mcentral).freeSpan: move to nonempty if necessary')],
  patch: {
    file: 'models/classic/sweep.ts',
    find: 'const wasEmpty = span.nextFreeIndex() === span.nelems;',
    replace: 'const wasEmpty = nalloc === span.nelems;',
  },
  caughtBy: ['classic/empty-spans-have-none'],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 6913 noscan'] },
});
