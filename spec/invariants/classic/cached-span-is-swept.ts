import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicCached } from '../../quantifiers/classic-tiers.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';

export const classicCachedSpanIsSwept = defineInvariant({
  id: 'classic/cached-span-is-swept',
  holds:
    'a span that a processor has is a swept one of the class that it has it for, and on the empty list',
  because:
    'objects are handed out of a span that is going to be swept, or that somebody else is given',
  sources: [go110('mcentral.go', '(*mcentral).cacheSpan: s.incache = true')],
  when: 'always',
  cost: 'O(spans of the class)',
  every: classicCached,
  check({ p, spanclass, span }, { classic: { central, sweepgen } }) {
    const at = `${classicSpanName(span)} of P${p}`;
    const isListed = central[spanclass]?.empty.includes(span) === true;
    if (!isListed) return { at, expected: `on empty list ${spanclass}`, actual: 'not' };
    return (
      expectEqual(`class of ${at}`, spanclass, span.spanclass) ??
      expectEqual(`sweepgen of ${at}`, sweepgen, span.sweepgen)
    );
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(9).sweepgen -= 2)),
      classicView(({ classic }) => (classic.central[13]!.empty = [])),
      classicView(({ span }) => (span(9).spanclass = 4)),
    ],
  },
});
