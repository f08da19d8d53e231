import { CACHED, STALE, SWEPT, UNSWEPT, altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { cacheSlots, cachedSpan, nameOfCacheSlot } from '../../quantifiers/go-caches.ts';
import { go119 } from '../../sources.ts';
import { SPAN_IN_USE } from '../../views/go.ts';

/** A heap with one cached span, whose sweepgen then becomes another. */
const cachedAs = (sweepgen: number, flushGen = SWEPT): ReturnType<typeof altered> =>
  altered(heapOf(span({ sweepgen: CACHED })), ({ go }) => {
    go.allspans[0]!.sweepgen = sweepgen;
    go.procs[0]!.mcache.flushGen = flushGen;
  });

export const cachedSpansInGeneration = defineInvariant({
  id: 'go/cached-spans-in-generation',
  holds:
    'a cached span is in use and has a sweepgen of cached spans: of this cycle, or of the last before the flush',
  because: 'a sweeper takes the span from under the processor that allocates from it',
  sources: [go119('mheap.go', 'mspan.sweepgen'), go119('mcache.go', '(*mcache).prepareForSweep')],
  when: 'always',
  cost: 'O(1)',
  every: cacheSlots,
  check(slot, { go }) {
    const span = cachedSpan(go, slot);
    if (span === undefined) return undefined;
    const sg = go.sweepgen;
    if (span.state === SPAN_IN_USE && span.sweepgen === sg + 3) return undefined;
    const stale = go.procs[slot.p]!.mcache.flushGen !== sg;
    if (span.state === SPAN_IN_USE && span.sweepgen === sg + 1 && stale) return undefined;
    const expected = `a span in use of sweepgen ${sg + 3}${stale ? ` or ${sg + 1}` : ''}`;
    return {
      at: nameOfCacheSlot(slot),
      expected,
      actual: `state ${span.state}, sweepgen ${span.sweepgen}`,
    };
  },
  examples: {
    holds: [heapOf(), cachedAs(CACHED), cachedAs(STALE, SWEPT - 2)],
    violates: [
      cachedAs(SWEPT),
      cachedAs(SWEPT, SWEPT - 2),
      cachedAs(UNSWEPT),
      cachedAs(STALE),
      altered(cachedAs(CACHED), ({ go }) => (go.allspans[0]!.state = 0)),
    ],
  },
});
