import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual, expectWithin } from '../../invariant.ts';
import { classicNonempty } from '../../quantifiers/classic-tiers.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';
import { SPAN_IN_USE } from '../../views/go.ts';

export const classicNonemptySpansHaveRoom = defineInvariant({
  id: 'classic/nonempty-spans-have-room',
  holds:
    'a span on a nonempty list is in use, of that class, has a free slot, and no processor has it',
  because: 'a processor is given a span without a slot',
  sources: [go110('mcentral.go', '(*mcentral).cacheSpan: span has no free objects')],
  when: 'always',
  cost: 'O(1)',
  every: classicNonempty,
  check({ central, span }) {
    const at = classicSpanName(span);
    if (span.state !== SPAN_IN_USE || span.incache)
      return {
        at,
        expected: 'in use, and no processor has it',
        actual: span.incache ? 'one has' : 'not in use',
      };
    return (
      expectEqual(`class of ${at}`, central.spanclass, span.spanclass) ??
      expectWithin(`objects of ${at}`, 0, span.nelems - 1, span.allocCount)
    );
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(0).allocCount = 512)),
      classicView(({ span }) => (span(0).incache = true)),
      classicView(({ span }) => (span(0).spanclass = 6)),
    ],
  },
});
