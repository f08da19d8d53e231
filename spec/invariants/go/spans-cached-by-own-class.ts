import { CACHED, altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { cacheSlots, cachedSpan, nameOfCacheSlot } from '../../quantifiers/go-caches.ts';
import { go119 } from '../../sources.ts';

export const spansCachedByOwnClass = defineInvariant({
  id: 'go/spans-cached-by-own-class',
  holds: 'the current span of a span class is a span of that class',
  because:
    'requests get slots of the wrong size, or memory with pointers that the collector never scans',
  sources: [go119('mcache.go', '(*mcache).refill'), go119('mheap.go', 'makeSpanClass')],
  when: 'always',
  cost: 'O(1)',
  every: cacheSlots,
  check(slot, { go }) {
    const span = cachedSpan(go, slot);
    if (span === undefined || span.spanclass === slot.spanclass) return undefined;
    const actual = `one of span class ${span.spanclass}`;
    return {
      at: nameOfCacheSlot(slot),
      expected: `a span of span class ${slot.spanclass}`,
      actual,
    };
  },
  examples: {
    holds: [
      heapOf(),
      heapOf(span({ sweepgen: CACHED }), span({ sweepgen: CACHED, page: 1, spanclass: 12 })),
    ],
    violates: [
      altered(heapOf(span({ sweepgen: CACHED })), ({ go }) => {
        const { alloc } = go.procs[0]!.mcache;
        [alloc[12], alloc[13]] = [alloc[13]!, alloc[12]!];
      }),
    ],
  },
});
