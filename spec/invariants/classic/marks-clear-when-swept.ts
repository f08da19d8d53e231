import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicUsedSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { popcountRange } from '../../../src/base/bits.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';

export const classicMarksClearWhenSwept = defineInvariant({
  id: 'classic/marks-clear-when-swept',
  holds: 'no slot of a swept span is marked',
  because: 'the next collection takes a dead object for a live one',
  sources: [go110('mgcsweep.go', '(*mspan).sweep: a fresh cleared gcmarkBits')],
  when: 'always',
  cost: 'O(slots / 32)',
  every: classicUsedSpans,
  check(span, { classic: { sweepgen } }) {
    if (span.sweepgen !== sweepgen) return undefined;
    const marked = popcountRange(span.gcmarkBits, 0, span.nelems);
    return expectEqual(`marked slots of ${classicSpanName(span)}`, 0, marked);
  },
  examples: {
    holds: [classicView()],
    violates: [classicView(({ span }) => (span(0).gcmarkBits[0] = 2))],
  },
});
