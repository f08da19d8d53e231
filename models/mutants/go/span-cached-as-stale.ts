import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A sweeper takes it from under the processor that allocates from it. */
export const spanCachedAsStale = defineMutant({
  id: 'go/span-cached-as-stale',
  story: 'a span that an mcache takes gets the sweepgen of one that was cached in the last cycle',
  sources: [go119('mcache.go', '(*mcache).refill'), go119('mheap.go', 'mspan.sweepgen')],
  patch: {
    file: 'models/go/mcache.ts',
    find: 'span.sweepgen = heap.sweepgen + 3;',
    replace: 'span.sweepgen = heap.sweepgen + 1;',
  },
  caughtBy: ['go/cached-spans-in-generation'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
