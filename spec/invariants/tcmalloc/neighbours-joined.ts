import { tcView } from '../../fixtures/tcmalloc.ts';
import { defineInvariant } from '../../invariant.ts';
import { adjacentSpans } from '../../quantifiers/tcmalloc-spans.ts';
import { tcmalloc } from '../../sources.ts';
import { IN_USE, NORMAL, LOCATION_NAMES } from '../../views/tc-span.ts';

export const tcNeighboursJoined = defineInvariant({
  id: 'tcmalloc/neighbours-joined',
  holds: 'two free spans that touch are at different locations',
  because: 'a long request grows the heap though it would fit',

  sources: [tcmalloc('page_heap.cc', 'PageHeap::MergeIntoFreeList, Carve: ASSERT of the leftover')],
  when: 'always',
  cost: 'O(1)',
  every: adjacentSpans,
  check({ lower, upper }) {
    if (lower.location === IN_USE || lower.location !== upper.location) return undefined;
    const actual = `both ${LOCATION_NAMES[lower.location]}`;
    return { at: `page ${upper.page}`, expected: 'one span, or two locations', actual };
  },
  examples: {
    holds: [tcView()],
    violates: [
      tcView(({ span }) => ((span(105).location = NORMAL), (span(107).location = IN_USE))),
    ],
  },
});
