import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * Only large allocations keep the pace of the sweeper; a program of small blocks leaves the sweep to the
 * next cycle.
 */
export const smallSpansSweepForFree = defineMutant({
  id: 'go/small-spans-sweep-for-free',
  story: 'an mcentral takes a span from the page heap without sweeping for it first',
  sources: [go119('mcentral.go', 'cacheSpan: deductSweepCredit')],
  patch: {
    file: 'models/go/mcentral.ts',
    find: 'yield* deductSweepCredit(heap, this.#npages * PAGE_BYTES, 0);',
    replace: '',
  },
  caughtBy: ['go/sweep-paid-before-allocation'],
  withinRuns: 160,
  shortest: {
    lines: ['a = malloc 32769 noscan', 'gc', 'b = malloc 1 noscan'],
    heap: 'limit=2MiB',
  },
});
