import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { tiledRegions } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc, source } from '../../sources.ts';

export const tcSpansTileRegions = defineInvariant({
  id: 'tcmalloc/spans-tile-regions',
  holds: 'every page that was obtained belongs to exactly one span',
  because: 'pages are lost, or handed out twice',

  sources: [
    tcmalloc('page_heap.cc', 'PageHeap::Carve, MergeIntoFreeList'),
    source('gperftools page_heap.cc, GrowHeap: a region whose page map fails is leaked'),
  ],
  when: 'always',
  cost: 'O(spans)',
  every: tiledRegions,
  check({ region, spans }) {
    let page = region.page;
    for (const span of spans) {
      if (span.page !== page)
        return { at: `page ${page}`, expected: 'a span', actual: `the next at page ${span.page}` };
      page += span.npages;
    }
    return expectEqual('end of the last span', region.page + region.npages, page);
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ span }) => (span(105).npages = 1)),
      tcView(({ span }) => (span(102).npages = 3)),
      tcView(({ tc }) => (tc.regions[0]!.npages = 9)),
    ],
  },
});
