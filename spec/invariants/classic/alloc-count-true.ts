import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicUsedSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { popcountRange } from '../../../src/base/bits.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';

export const classicAllocCountTrue = defineInvariant({
  id: 'classic/alloc-count-true',
  holds: 'the allocCount of a span is the number of its taken slots',
  because: 'a span with room is passed over, or one without objects is kept',
  sources: [go110('mgcsweep.go', '(*mspan).sweep: countAlloc')],
  when: 'always',
  cost: 'O(slots / 32)',
  every: classicUsedSpans,
  check(span) {
    const { freeindex, nelems, allocBits, allocCount } = span;
    const taken = freeindex + popcountRange(allocBits, freeindex, nelems);
    return expectEqual(`allocCount of ${classicSpanName(span)}`, taken, allocCount);
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(0).allocCount = 2)),
      classicView(({ span }) => (span(9).allocBits[0] = 4)),
    ],
  },
});
