import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { tcSpans, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc } from '../../sources.ts';

export const tcPagemapBoundaries = defineInvariant({
  id: 'tcmalloc/pagemap-boundaries',
  holds: 'the page map knows a span by its first page and by its last',
  because: 'a neighbour is joined with what is not there, or a block cannot be freed',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::RecordSpan, Check')],
  when: 'always',
  cost: 'O(1)',
  every: tcSpans,
  check(span, { tcmalloc }) {
    const { page, npages } = span;
    for (const end of [page, page + npages - 1]) {
      const found = tcmalloc.spanAt(end);
      if (found === span) continue;
      const actual = found === undefined ? 'nothing' : `a ${spanName(found)}`;
      return { at: `page ${end}`, expected: `the ${spanName(span)}`, actual };
    }
    return undefined;
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ pages }) => pages.delete(105)),
      tcView(({ pages, span }) => pages.set(106, span(107))),
    ],
  },
});
