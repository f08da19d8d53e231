import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** heapLive begins anew with what was marked when a cycle ends. */
export const staleSpanTakenOffHeapLive = defineMutant({
  id: 'go/stale-span-taken-off-heap-live',
  story:
    'the flush behind a cycle takes the free slots of its spans off heapLive, which does not count them any more',
  sources: [go119('mcache.go', '(*mcache).releaseAll')],
  patch: {
    file: 'models/go/mcache.ts',
    find: 'if (span.sweepgen !== heap.sweepgen + 1) {',
    replace: 'if (span.sweepgen !== heap.sweepgen) {',
  },
  caughtBy: [
    'go/counters-not-negative',
    'go/heap-live-covers-objects',
    'go/heap-scan-within-heap-live',
  ],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 1 noscan', 'gc'] },
});
