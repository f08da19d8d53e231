import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicUsedSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';

export const classicInUseSpanToBeSweptOnce = defineInvariant({
  id: 'classic/in-use-span-to-be-swept-once',
  holds:
    'a span in use is named once among those that are swept, or those that are not, as it is itself',
  because: 'its dead objects are never freed, or it is swept although it was',
  sources: [go110('mheap.go', 'mheap.sweepSpans'), go110('mgcsweep.go', 'sweepone')],
  when: 'always',
  cost: 'O(spans)',
  every: classicUsedSpans,
  check(span, { classic: { sweepSpans, sweepgen } }) {
    const isSwept = span.sweepgen === sweepgen;
    const swept = (sweepgen / 2) % 2 === 0 ? 0 : 1;
    const set = sweepSpans[isSwept ? swept : 1 - swept] ?? [];
    const at = `times that ${classicSpanName(span)} is among ${isSwept ? 'swept' : 'unswept'} ones`;
    return expectEqual(at, 1, set.filter((it) => it === span).length);
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic }) => classic.sweepSpans[0].pop()),
      classicView(({ classic, span }) => classic.sweepSpans[0].push(span(0))),
    ],
  },
});
