import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What was allocated while the span was cached is then booked as something else, even as less than nothing. */
export const freeSlotsNotedWhenCached = defineMutant({
  id: 'go/free-slots-noted-when-cached',
  story: 'the free slots of a span are noted when it is cached, in the place of the allocated ones',
  sources: [go119('mcache.go', '(*mcache).refill')],
  patch: {
    file: 'models/go/mcache.ts',
    find: 'span.allocCountBeforeCache = span.allocCount;',
    replace: 'span.allocCountBeforeCache = span.nelems - span.allocCount;',
  },
  caughtBy: [
    'go/cached-span-had-room',
    'go/count-before-cache-within-count',
    'go/object-bytes-counted',
  ],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
