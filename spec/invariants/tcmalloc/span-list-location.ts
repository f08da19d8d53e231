import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { listedSpans, spanName } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc } from '../../sources.ts';
import { RETURNED, LOCATION_NAMES } from '../../views/tc-span.ts';

export const tcSpanListLocation = defineInvariant({
  id: 'tcmalloc/span-list-location',
  holds: 'a span that is on a list is at the location that the list is of',
  because: 'what was given back is handed out as if it held memory',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::CheckList')],
  when: 'always',
  cost: 'O(1)',
  every: listedSpans,
  check({ span, location }) {
    if (span.location === location) return undefined;
    const [expected, actual] = [LOCATION_NAMES[location], LOCATION_NAMES[span.location]];
    return { at: spanName(span), expected, actual };
  },
  examples: {
    holds: [tcView()],
    violates: [tcView(({ span }) => (span(104).location = RETURNED))],
  },
});
