import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The difference of the two totals is right, and neither is. */
export const freedBytesTakenFromTotal = defineMutant({
  id: 'go/freed-bytes-taken-from-total',
  story: 'bytes that a sweep frees are taken from those ever allocated',
  sources: [go119('mgcsweep.go', '(*sweepLocked).sweep'), go119('mstats.go', 'heapStatsDelta')],
  patch: {
    file: 'models/go/sweep.ts',
    find: 'heap.stats.totalFree += nfreed * span.elemsize;',
    replace: 'heap.stats.totalAlloc -= nfreed * span.elemsize;',
  },
  caughtBy: ['go/totals-only-grow'],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 32769 noscan'] },
});
