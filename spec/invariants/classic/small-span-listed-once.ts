import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicSmallSpans } from '../../quantifiers/classic-tiers.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';

export const classicSmallSpanListedOnce = defineInvariant({
  id: 'classic/small-span-listed-once',
  holds: 'a span of a size class is on one of the two lists of its class, once',
  because: 'a span is lost to its class, or given to two processors',
  sources: [go110('mcentral.go', 'nonempty, empty')],
  when: 'always',
  cost: 'O(spans of the class)',
  every: classicSmallSpans,
  check(span, { classic: { central } }) {
    const { nonempty = [], empty = [] } = central[span.spanclass] ?? {};
    const times = [...nonempty, ...empty].filter((it) => it === span).length;
    return expectEqual(`times that ${classicSpanName(span)} is listed`, 1, times);
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic }) => (classic.central[4]!.nonempty = [])),
      classicView(({ classic, span }) => classic.central[13]!.nonempty.push(span(9))),
    ],
  },
});
