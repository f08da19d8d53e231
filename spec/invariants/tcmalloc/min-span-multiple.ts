import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { tcSpans, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc } from '../../sources.ts';

export const tcMinSpanMultiple = defineInvariant({
  id: 'tcmalloc/min-span-multiple',
  holds: 'a span is a multiple of the least span long',
  because: 'the rest could not be given back, or not be found',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::RoundUpSize')],
  when: 'always',
  cost: 'O(1)',
  every: tcSpans,
  check(span, { tcmalloc: { geometry } }) {
    const { minSpanPages } = geometry;
    if (span.npages > 0 && span.npages % minSpanPages === 0) return undefined;
    return {
      at: spanName(span),
      expected: `a multiple of ${minSpanPages}`,
      actual: `${span.npages}`,
    };
  },
  examples: { holds: [tcView()], violates: [tcView(({ span }) => (span(104).npages = 0))] },
});
