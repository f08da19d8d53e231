import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, heapOf, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { manualSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES, SPAN_MANUAL } from '../../views/go.ts';

const manual = (nelems: number, bytes = PAGE_BYTES): FixtureView =>
  heapOf(span({ state: SPAN_MANUAL, npages: 1, nelems, limit: HEAP_BASE + bytes }));

export const manualSpanHasNoSlots = defineInvariant({
  id: 'go/manual-span-has-no-slots',
  holds: 'a manual span has no slots, and its limit is the end of its pages',
  because: 'a pointer to a stack or to a work buffer would be resolved to an object that is none',
  sources: [go119('mheap.go', '(*mheap).allocSpan: s.nelems = 0, s.limit')],
  when: 'always',
  cost: 'O(1)',
  every: manualSpans,
  check({ startAddr, npages, nelems, limit }) {
    const end = startAddr + npages * PAGE_BYTES;
    if (nelems === 0 && limit === end) return undefined;
    const expected = `0 slots, limit ${hex(end)}`;
    return { at: hex(startAddr), expected, actual: `${nelems} slots, limit ${hex(limit)}` };
  },
  examples: {
    holds: [heapOf(span()), manual(0)],
    violates: [manual(128), manual(0, 64)],
  },
});
