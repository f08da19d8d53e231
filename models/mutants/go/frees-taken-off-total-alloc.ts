import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The live heap comes out right, and what is shown as a total goes up and down. */
export const freesTakenOffTotalAlloc = defineMutant({
  id: 'go/frees-taken-off-total-alloc',
  story: 'what a sweep frees is taken off the bytes ever allocated',
  sources: [
    go119('mgcsweep.go', '(*sweepLocked).sweep: totalFree'),
    source('jemalloc PR #2234: a counter of frees ran ahead of that of allocations'),
  ],
  patch: {
    file: 'models/go/sweep.ts',
    find: 'heap.stats.totalFree += nfreed * span.elemsize;',
    replace: 'heap.stats.totalAlloc -= nfreed * span.elemsize;',
  },
  caughtBy: ['go/totals-only-grow'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 32769 noscan'] },
});
