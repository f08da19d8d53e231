import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { classSpans, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc } from '../../sources.ts';

export const tcPagemapInteriorClassed = defineInvariant({
  id: 'tcmalloc/pagemap-interior-classed',
  holds: 'the page map knows a span of a class by each of its pages',
  because: 'a block in the middle of a span cannot be freed',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::RegisterSizeClass')],
  when: 'always',
  cost: 'O(pages)',
  every: classSpans,
  check(span, { tcmalloc }) {
    for (let page = span.page; page < span.page + span.npages; page += 1) {
      const found = tcmalloc.spanAt(page);
      if (found === span) continue;
      const actual = found === undefined ? 'nothing' : `a ${spanName(found)}`;
      return { at: `page ${page}`, expected: `the ${spanName(span)}`, actual };
    }
    return undefined;
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ pages, span }) => {
        span(102).sizeClass = 2;
        pages.delete(103);
      }),
    ],
  },
});
