import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Pages above it that were used are taken for fresh. */
export const zeroedBaseMovesBack = defineMutant({
  id: 'go/zeroed-base-moves-back',
  story: 'the mark of used memory is set to the end of each span, also where it was above that',
  sources: [
    go119('mheap.go', '(*mheap).allocNeedsZero'),
    source('jemalloc ChangeLog 3.3.1: what was known of runs that were not zero got lost'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'if (to > arena.zeroedBase) arena.zeroedBase = to;',
    replace: 'arena.zeroedBase = to;',
  },
  caughtBy: ['go/zeroed-base-only-rises'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 32769 noscan', 'free a'] },
});
