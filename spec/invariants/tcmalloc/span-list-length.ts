import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { listedSpans, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc, source } from '../../sources.ts';

export const tcSpanListLength = defineInvariant({
  id: 'tcmalloc/span-list-length',
  holds: 'a span is on the list of its length, or in the set if there is none',
  because: 'a request gets a span that is too short, or none though there is one',

  sources: [
    tcmalloc('page_heap.cc', 'PageHeap::CheckList, CheckSet'),
    source('gperftools #305: a span of exactly the size that was wanted went to another list'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: listedSpans,
  check({ span, length }, { tcmalloc: { geometry } }) {
    const expected = span.npages > geometry.listPages ? 0 : span.npages;
    return expectEqual(`list of a ${spanName(span)}`, expected, length);
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ tc, span }) => {
        tc.heap.returned.lists[2] = [];
        tc.heap.returned.lists[1] = [span(105)];
      }),
    ],
  },
});
