import { CACHED, altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { listings } from '../../quantifiers/go-sets.ts';
import { go119 } from '../../sources.ts';
import { SPAN_DEAD } from '../../views/go.ts';

export const deadSpansUnlisted = defineInvariant({
  id: 'go/dead-spans-unlisted',
  holds: 'a dead span is in no swept set and in no mcache',
  because: 'slots are handed out of pages that by then belong to another span',
  sources: [go119('mheap.go', '(*mheap).freeSpanLocked'), go119('mgcsweep.go', 'sweepone')],
  when: 'always',
  cost: 'O(1) after a count of all lists',
  every: listings,
  check({ span, swept, sweptElsewhere, cached }) {
    const sets = swept + sweptElsewhere;
    if (span.state !== SPAN_DEAD || sets + cached === 0) return undefined;
    const at = `span descriptor ${span.index}`;
    return { at, expected: 'on no list', actual: `in ${sets} swept sets and ${cached} mcaches` };
  },
  examples: {
    holds: [heapOf(span(), span({ page: 1, state: SPAN_DEAD }))],
    violates: [
      altered(heapOf(span()), ({ go }) => (go.allspans[0]!.state = SPAN_DEAD)),
      altered(heapOf(span({ sweepgen: CACHED })), ({ go }) => (go.allspans[0]!.state = SPAN_DEAD)),
    ],
  },
});
