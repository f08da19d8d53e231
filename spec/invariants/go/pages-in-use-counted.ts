import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { theHeap } from '../../quantifiers/go-heap.ts';
import { go119, goIssue } from '../../sources.ts';
import { pagesInSpans } from '../../views/recounts.ts';

const two = heapOf(span(), span({ page: 1, spanclass: 1, npages: 5 }));

export const pagesInUseCounted = defineInvariant({
  id: 'go/pages-in-use-counted',
  holds: 'pagesInUse is the number of pages of all spans in use',
  because:
    'the sweeper paces itself by it: too low wraps around, and sweeping falls behind for ever',
  implies: ['go/counters-not-negative', 'go/pages-free-when-all-is-collected'],
  sources: [
    go119('mheap.go', '(*mheap).allocSpan: pagesInUse'),
    go119('gc_test.go', 'TestPageAccounting'),
    goIssue(15022, 'pages in use went below 0'),
  ],
  when: 'always',
  cost: 'O(spans)',
  every: theHeap,
  check: (go) => expectEqual('pagesInUse', pagesInSpans(go), go.stats.pagesInUse),
  examples: {
    holds: [goView(), two],
    violates: [
      altered(two, ({ go }) => (go.stats.pagesInUse = 1)),
      altered(goView(), ({ go }) => (go.stats.pagesInUse = -5)),
    ],
  },
});
