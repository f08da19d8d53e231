import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A sweep sets freeindex to 0, so what is still full goes where room is looked for. */
export const filedByFreeindex = defineMutant({
  id: 'go/filed-by-freeindex',
  story: 'a span is filed as full or partial by its freeindex',
  sources: [
    go119('mcentral.go', '(*mcentral).uncacheSpan'),
    go119('mgcsweep.go', '(*sweepLocked).sweep'),
  ],
  patch: {
    file: 'models/go/mcentral.ts',
    find: 'span.allocCount === span.nelems ? this',
    replace: 'span.freeindex === span.nelems ? this',
  },
  caughtBy: ['go/partial-set-has-room'],
  withinRuns: 140,
  shortest: { lines: ['a = malloc 6913 noscan', 'gc'] },
});
