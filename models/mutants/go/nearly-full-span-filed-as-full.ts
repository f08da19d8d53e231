import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Nobody looks for its last slot before the next cycle. */
export const nearlyFullSpanFiledAsFull = defineMutant({
  id: 'go/nearly-full-span-filed-as-full',
  story: 'a span with one free slot left is filed as full',
  sources: [go119('mcentral.go', '(*mcentral).uncacheSpan')],
  patch: {
    file: 'models/go/mcentral.ts',
    find: 'span.allocCount === span.nelems ? this',
    replace: 'span.allocCount >= span.nelems - 1 ? this',
  },
  caughtBy: ['go/full-set-has-none'],
  withinRuns: 170,
  shortest: { lines: ['a = malloc 3457 noscan', 'gc'] },
});
