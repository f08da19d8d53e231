import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicHeap } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { SPAN_IN_USE } from '../../views/go.ts';

export const classicPagesInUseCounted = defineInvariant({
  id: 'classic/pages-in-use-counted',
  holds: 'pagesInUse is the number of pages of the spans in use',
  because: 'sweeping is paced by a heap that is not this one',
  sources: [go110('mheap.go', 'mheap.pagesInUse')],
  when: 'always',
  cost: 'O(spans)',
  every: classicHeap,
  check({ allspans, stats }) {
    let pages = 0;
    for (const { state, npages } of allspans) if (state === SPAN_IN_USE) pages += npages;
    return expectEqual('pagesInUse', pages, stats.pagesInUse);
  },
  examples: {
    holds: [classicView()],
    violates: [classicView(({ classic }) => (classic.stats.pagesInUse += 8))],
  },
});
