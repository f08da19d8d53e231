import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A sweep frees dirty slots of a span that still says that its free slots are zero. */
export const sweepLeavesNeedzero = defineMutant({
  id: 'go/sweep-leaves-needzero',
  story: 'a span is not marked as needing zeroes when a sweep frees slots of it',
  sources: [
    go119('mgcsweep.go', 'sweep'),
    source(
      'jemalloc ChangeLog 3.0.0: large calloc skipped zeroing, since a split dropped the flag',
    ),
  ],
  patch: { file: 'models/go/sweep.ts', find: 'span.needzero = 1;', replace: '' },
  caughtBy: ['go/free-slots-zero-unless-needzero', 'client/zeroed-when-asked'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 13 noscan', 'b = realloc a 4', 'gc'] },
});
