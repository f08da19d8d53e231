import { classicDid, classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicGrowths } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';

export const classicGrowthOnlyOnMiss = defineInvariant({
  id: 'classic/growth-only-on-miss',
  holds: 'the heap grows only when no free span is long enough',
  because: 'the heap outgrows what lives',
  sources: [go110('mheap.go', 'allocSpanLocked: if s == nil { h.grow }')],
  when: 'always',
  cost: 'O(spans)',
  every: classicGrowths,
  check: ({ npages, fitting }) => expectEqual(`free pages that would do for ${npages}`, 0, fitting),
  examples: {
    holds: [classicView(), classicDid({ growth: {} })],
    violates: [classicDid({ growth: { fitting: 5 } })],
  },
});
