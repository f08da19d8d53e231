import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual, expectWithin } from '../../invariant.ts';
import { classicListed } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';
import { CLASSIC_STATES, SPAN_FREE } from '../../views/classic.ts';

export const classicListedSpansFree = defineInvariant({
  id: 'classic/listed-spans-free',
  holds: 'what is on a list of free spans is free, and as long as the list says',
  because:
    'pages that somebody has are handed out again, or a request gets fewer than it asked for',
  sources: [go110('mheap.go', '(*mheap).allocSpanLocked: MSpan not free, bad npages')],
  when: 'always',
  cost: 'O(1)',
  every: classicListed,
  check({ span, length }, { classic: { geometry } }) {
    const at = classicSpanName(span);
    if (span.state !== SPAN_FREE)
      return { at, expected: 'free', actual: CLASSIC_STATES[span.state] ?? String(span.state) };
    return length === 0
      ? expectWithin(`pages of a long span`, geometry.listPages, Infinity, span.npages)
      : expectEqual(`pages of a span on list ${length}`, length, span.npages);
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic, span }) => classic.free[2]!.push(span(2))),
      classicView(({ classic, span }) => classic.free[3]!.push(span(1))),
      classicView(({ classic, span }) => classic.freelarge.push(span(1))),
    ],
  },
});
