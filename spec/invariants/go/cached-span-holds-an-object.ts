import { CACHED, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { cacheSlots, cachedSpan, nameOfCacheSlot } from '../../quantifiers/go-caches.ts';
import { go119 } from '../../sources.ts';

export const cachedSpanHoldsAnObject = defineInvariant({
  id: 'go/cached-span-holds-an-object',
  holds: 'a cached span has a slot allocated',
  because:
    'a refill is followed by an allocation, so an empty cached span has lost one; uncaching it aborts',
  sources: [go119('mcentral.go', '(*mcentral).uncacheSpan: uncaching span but s.allocCount == 0')],
  when: 'always',
  cost: 'O(1)',
  every: cacheSlots,
  check(slot, { go }) {
    const span = cachedSpan(go, slot);
    if (span === undefined || span.allocCount > 0) return undefined;
    return {
      at: nameOfCacheSlot(slot),
      expected: '1 or more slots allocated',
      actual: String(span.allocCount),
    };
  },
  examples: {
    holds: [heapOf(), heapOf(span({ sweepgen: CACHED }))],
    violates: [heapOf(span({ sweepgen: CACHED, freeindex: 0 }))],
  },
});
