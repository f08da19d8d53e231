import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicUsedSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';

export const classicSweepgenOfTwoKinds = defineInvariant({
  id: 'classic/sweepgen-of-two-kinds',
  holds: 'a span in use is swept, or waits to be swept, and none waits when sweeping is over',
  because: 'a span is swept twice, with the marks of two collections, or never',
  sources: [go110('mheap.go', 'mspan.sweepgen')],
  when: 'always',
  cost: 'O(1)',
  every: classicUsedSpans,
  check(span, { classic: { sweepgen, sweepDone } }) {
    const behind = sweepgen - span.sweepgen;
    if (behind === 0 || (behind === 2 && !sweepDone)) return undefined;
    const expected = sweepDone ? 'sg' : 'sg or sg-2';
    return {
      at: classicSpanName(span),
      expected,
      actual: `sg${behind > 0 ? '-' : '+'}${Math.abs(behind)}`,
    };
  },
  examples: {
    holds: [
      classicView(),
      classicView(({ classic, span }) => ((classic.sweepDone = false), (span(0).sweepgen -= 2))),
    ],
    violates: [
      classicView(({ span }) => (span(0).sweepgen -= 2)),
      classicView(({ classic, span }) => ((classic.sweepDone = false), (span(0).sweepgen -= 1))),
      classicView(({ span }) => (span(16).sweepgen += 2)),
    ],
  },
});
