import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The sweepgen of a span that was cached before the cycle ended is one ahead of the heap. */
export const staleSpanTakenForSwept = defineMutant({
  id: 'go/stale-span-taken-for-swept',
  story:
    'the flush of an mcache compares sweepgens with less-than, and files spans that await their sweep as swept',
  sources: [
    go119('mcentral.go', '(*mcentral).uncacheSpan: stale'),
    go119('mheap.go', 'mspan.sweepgen'),
  ],
  patch: {
    file: 'models/go/mcentral.ts',
    find: 'if (span.sweepgen === sg + 1) {',
    replace: 'if (span.sweepgen < sg) {',
  },
  caughtBy: [
    'go/heap-live-covers-objects',
    'go/marks-between-must-and-may',
    'go/marks-zero-when-swept',
    'go/page-mark-where-marked',
  ],
  withinRuns: 30,
  shortest: {
    lines: ['a = malloc 1 noscan'],
    seed: 2,
  },
});
