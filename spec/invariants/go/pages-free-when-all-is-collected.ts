import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { theHeap } from '../../quantifiers/go-heap.ts';
import { derived, go119 } from '../../sources.ts';
import { SPAN_DEAD, SPAN_IN_USE } from '../../views/go.ts';

export const pagesFreeWhenAllIsCollected = defineInvariant({
  id: 'go/pages-free-when-all-is-collected',
  holds: 'no span is in use any more once everything was given up, collected and swept',
  because: 'memory leaks: a span without an object never gives its pages back',
  sources: [
    go119('mgcsweep.go', '(*sweepLocked).sweep'),
    derived('a span without a marked slot is freed by its sweep'),
  ],
  when: 'at-end',
  cost: 'O(spans)',
  every: theHeap,
  check({ allspans, stats }) {
    const left = allspans.find((span) => span.state === SPAN_IN_USE);
    if (left === undefined && stats.pagesInUse === 0) return undefined;
    const at =
      left === undefined
        ? 'pagesInUse'
        : `span ${hex(left.startAddr)} of span class ${left.spanclass}`;
    return { at, expected: '0 pages in use', actual: String(stats.pagesInUse) };
  },
  examples: {
    holds: [goView({ client: { ended: true } }), goView({ spans: [span({ state: SPAN_DEAD })] })],
    violates: [
      heapOf(span(), span({ page: 1 })),
      altered(goView(), ({ go }) => (go.stats.pagesInUse = 1)),
    ],
  },
});
