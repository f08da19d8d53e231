import { CACHED, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { cacheSlots, cachedSpan, nameOfCacheSlot } from '../../quantifiers/go-caches.ts';
import { go119 } from '../../sources.ts';

export const cachedSpanHadRoom = defineInvariant({
  id: 'go/cached-span-had-room',
  holds: 'a span had a free slot when it was cached',
  because:
    'a refill that brings a full span is followed by another one, or by a slot behind the end of the span',
  sources: [
    go119('mcache.go', '(*mcache).refill: span has no free space'),
    go119('mcentral.go', '(*mcentral).cacheSpan: span has no free objects'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: cacheSlots,
  check(slot, { go }) {
    const span = cachedSpan(go, slot);
    if (span === undefined || span.allocCountBeforeCache < span.nelems) return undefined;
    return {
      at: nameOfCacheSlot(slot),
      expected: `fewer than ${span.nelems} slots allocated when cached`,
      actual: String(span.allocCountBeforeCache),
    };
  },
  examples: {
    holds: [
      heapOf(),
      heapOf(span({ sweepgen: CACHED, freeindex: 128, allocCountBeforeCache: 127 })),
    ],
    violates: [heapOf(span({ sweepgen: CACHED, freeindex: 128, allocCountBeforeCache: 128 }))],
  },
});
