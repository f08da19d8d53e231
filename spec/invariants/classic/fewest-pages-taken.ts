import { classicDid, classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicChoices } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';

export const classicFewestPagesTaken = defineInvariant({
  id: 'classic/fewest-pages-taken',
  holds: 'a request takes a free span of the fewest pages that are enough',
  because: 'long spans are cut up for short requests, and the heap grows for long ones',
  sources: [
    go110('mheap.go', 'allocSpanLocked: fixed-size lists, best fit in list of large spans'),
  ],
  when: 'always',
  cost: 'O(spans)',
  every: classicChoices,
  check: ({ npages, chosen, fewest }) =>
    expectEqual(`pages of the span for ${npages}`, fewest, chosen.npages),
  examples: {
    holds: [classicView(), classicDid({ choice: {} })],
    violates: [classicDid({ choice: { fewest: 4 } })],
  },
});
