import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

export const spanLimitExact = defineInvariant({
  id: 'go/span-limit-exact',
  holds: 'the limit of a span of small objects is the end of its last slot',
  because: 'a pointer past the limit is taken for a bad one, and one into the tail for an object',
  sources: [go119('mcentral.go', '(*mcentral).grow'), go119('mbitmap.go', 'findObject')],
  when: 'always',
  cost: 'O(1)',
  every: changedSpans,
  check({ startAddr, spanclass, nelems, elemsize, limit }) {
    const end = startAddr + nelems * elemsize;
    if (limit === end || spanclass < 2) return undefined;
    return { at: hex(startAddr), expected: hex(end), actual: hex(limit) };
  },
  examples: {
    holds: [heapOf(span()), heapOf(span({ spanclass: 7 }))],
    violates: [
      heapOf(span({ spanclass: 7, limit: HEAP_BASE + 8192 })),
      heapOf(span({ limit: HEAP_BASE + 64 })),
    ],
  },
});
