import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { heapCounters } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';

const one = heapOf(span());

export const heapPagesConserved = defineInvariant({
  id: 'go/heap-pages-conserved',
  holds:
    'heapInUse, manualInUse, heapFree and heapReleased add up to the bytes of the ranges in use',
  because: 'bytes were counted twice or not at all on the way from one to another',
  sources: [
    go119('mheap.go', '(*mheap).allocSpan, freeSpanLocked, grow'),
    go119('mstats.go', 'readmemstats_m: consistency of heap statistics'),
  ],
  when: 'quiescent',
  cost: 'O(1)',
  every: heapCounters,
  check({ heapInUse, manualInUse, heapFree, heapReleased }, { go }) {
    const { totalBytes } = go.pages.inUse;
    if (heapInUse + manualInUse + heapFree + heapReleased === totalBytes) return undefined;
    const actual = `${heapInUse} + ${manualInUse} + ${heapFree} + ${heapReleased}`;
    return {
      at: 'heapInUse + manualInUse + heapFree + heapReleased',
      expected: String(totalBytes),
      actual,
    };
  },
  examples: {
    holds: [goView({ arenas: 0 }), goView(), one],
    violates: [
      altered(one, ({ go }) => (go.stats.heapInUse = 0)),
      altered(one, ({ go }) => (go.stats.heapFree = PAGE_BYTES)),
      altered(one, ({ go }) => (go.stats.manualInUse = PAGE_BYTES)),
      altered(one, ({ go }) => (go.stats.heapReleased += PAGE_BYTES)),
    ],
  },
});
