import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicEmpty } from '../../quantifiers/classic-tiers.ts';
import { go110 } from '../../sources.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';
import { SPAN_IN_USE } from '../../views/go.ts';

export const classicEmptySpansHaveNone = defineInvariant({
  id: 'classic/empty-spans-have-none',
  holds:
    'a span on an empty list is in use, of that class, and has no free slot, unless a processor has it',
  because: 'free slots are not found again before the next collection',
  sources: [go110('mcentral.go', '(*mcentral).uncacheSpan, freeSpan')],
  when: 'always',
  cost: 'O(1)',
  every: classicEmpty,
  check({ central, span }) {
    const at = classicSpanName(span);
    if (span.state !== SPAN_IN_USE) return { at, expected: 'in use', actual: 'not' };
    const other = expectEqual(`class of ${at}`, central.spanclass, span.spanclass);
    if (other !== undefined || span.incache) return other;
    return expectEqual(`objects of ${at}`, span.nelems, span.allocCount);
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(9).incache = false)),
      classicView(({ span }) => (span(9).spanclass = 4)),
    ],
  },
});
