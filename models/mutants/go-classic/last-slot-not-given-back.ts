import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicLastSlotNotGivenBack = defineMutant({
  id: 'go-classic/last-slot-not-given-back',
  story: 'a span that a processor gives back with one free slot stays on the empty list',
  sources: [go110('mcentral.go', '(*mcentral).uncacheSpan: n > 0')],
  patch: {
    file: 'models/classic/mcentral.ts',
    find: 'if (span.allocCount < span.nelems) {',
    replace: 'if (span.allocCount < span.nelems - 1) {',
  },
  caughtBy: ['classic/empty-spans-have-none'],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 3457 noscan'] },
});
