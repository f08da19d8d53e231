import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { setNeighbours, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc } from '../../sources.ts';

export const tcSetOrdered = defineInvariant({
  id: 'tcmalloc/set-ordered',
  holds: 'long free spans are in order of length, and then of address',
  because: 'the search for the shortest that fits is a search by halves, and misses it',

  sources: [tcmalloc('span.h', 'SpanBestFitLess')],
  when: 'always',
  cost: 'O(1)',
  every: setNeighbours,
  check({ lower, upper }) {
    const isLess =
      lower.npages < upper.npages || (lower.npages === upper.npages && lower.page < upper.page);
    if (isLess) return undefined;
    return {
      at: spanName(upper),
      expected: `more than the ${spanName(lower)}`,
      actual: 'not more',
    };
  },
  examples: {
    holds: [
      tcView(),
      tcView(({ tc, span }) => (tc.heap.normal.set = [span(104), span(107), span(105)])),
    ],
    violates: [tcView(({ tc, span }) => (tc.heap.normal.set = [span(107), span(104)]))],
  },
});
