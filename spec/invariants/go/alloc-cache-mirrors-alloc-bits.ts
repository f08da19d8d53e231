import { hex } from '../../../src/base/units.ts';
import { heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { spansInUse } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

export const allocCacheMirrorsAllocBits = defineInvariant({
  id: 'go/alloc-cache-mirrors-alloc-bits',
  holds:
    'allocCache has a one for each free slot from freeindex to the end of its group of 64, and no other',
  because:
    'the next slot is found by the cache alone: a false one is handed out twice, a missing one is lost',
  sources: [go119('mbitmap.go', '(*mspan).refillAllocCache'), go119('malloc.go', 'nextFreeFast')],
  when: 'always',
  cost: 'O(1)',
  every: spansInUse,
  check({ startAddr, freeindex, nelems, allocBits, allocCacheLo, allocCacheHi }) {
    const group = freeindex & ~63;
    const count = Math.min(group + 64, nelems) - freeindex;
    if (count <= 0) return undefined;
    const lo = ~allocBits[group >>> 5]!;
    const hi = ~allocBits[(group >>> 5) + 1]!;
    const skip = freeindex & 63;
    const wantedLo =
      skip >= 32 ? hi >>> (skip - 32) : skip === 0 ? lo : (lo >>> skip) | (hi << (32 - skip));
    const wantedHi = skip >= 32 ? 0 : hi >>> skip;
    const wrongLo = (wantedLo ^ allocCacheLo) & (count >= 32 ? -1 : (1 << count) - 1);
    const wrongHi = count <= 32 ? 0 : (wantedHi ^ allocCacheHi) & (-1 >>> (64 - count));
    if (wrongLo === 0 && wrongHi === 0) return undefined;
    const bits = (high: number, low: number): string => `${hex(high >>> 0)}:${hex(low >>> 0)}`;
    const expected = `${bits(wantedHi, wantedLo)} in the lowest ${count} bits`;
    return {
      at: `${hex(startAddr)}, slot ${freeindex}`,
      expected,
      actual: bits(allocCacheHi, allocCacheLo),
    };
  },
  examples: {
    holds: [
      heapOf(span({ freeindex: 3, taken: [1, 5, 40, 63, 64] })),
      heapOf(span({ freeindex: 40, taken: [41, 60, 64] })),
      heapOf(span({ spanclass: 7, freeindex: 333, taken: [340] })),
      heapOf(span({ freeindex: 128, allocCacheLo: 1 })),
      heapOf(span({ freeindex: 64, taken: [64, 100], allocCacheLo: -2, allocCacheHi: ~(1 << 4) })),
    ],
    violates: [
      heapOf(span({ freeindex: 3, taken: [5], allocCacheLo: -1 })),
      heapOf(span({ freeindex: 3, taken: [5], allocCacheHi: 0 })),
      heapOf(span({ freeindex: 40, allocCacheLo: 0 })),
    ],
  },
});
