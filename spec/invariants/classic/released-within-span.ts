import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { classicSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';
import { SPAN_FREE } from '../../views/classic.ts';

export const classicReleasedWithinSpan = defineInvariant({
  id: 'classic/released-within-span',
  holds: 'a free span has no more pages given back than it has, and a span in use none',
  because: 'the count of what was given back goes wrong with each span that is joined',
  sources: [go110('mheap.go', 'mspan.npreleased')],
  when: 'always',
  cost: 'O(1)',
  every: classicSpans,
  check: (span) =>
    expectWithin(
      `npreleased of ${classicSpanName(span)}`,
      0,
      span.state === SPAN_FREE ? span.npages : 0,
      span.npreleased,
    ),
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(7).npreleased = 3)),
      classicView(({ span }) => (span(16).npreleased = 1)),
    ],
  },
});
