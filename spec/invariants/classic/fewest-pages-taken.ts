import { classicDid, classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicChoices } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';

export const classicFewestPagesTaken = defineInvariant({
  id: 'classic/fewest-pages-taken',
  holds:
    'a request takes a free span of the fewest pages that are enough, and of long ones that are equally long the lowest',
  because: 'long spans are cut up for short requests, and the heap grows for long ones',
  sources: [
    go110('mheap.go', 'allocSpanLocked: fixed-size lists, best fit in list of large spans'),
    go110('mgclarge.go', '(*mTreap).remove: best fit, then the lowest address'),
  ],
  when: 'always',
  cost: 'O(spans)',
  every: classicChoices,
  check({ npages, chosen, fewest, lowest, isLarge }) {
    const wrong = expectEqual(`pages of the span for ${npages}`, fewest, chosen.npages);
    if (wrong !== undefined || !isLarge || chosen.startAddr === lowest) return wrong;
    return { at: `${fewest} pages`, expected: hex(lowest), actual: hex(chosen.startAddr) };
  },
  examples: {
    holds: [
      classicView(),
      classicDid({ choice: {} }),
      classicDid({ choice: { lowest: pageAt(1), isLarge: false } }),
    ],
    violates: [
      classicDid({ choice: { fewest: 4 } }),
      classicDid({ choice: { lowest: pageAt(1) } }),
    ],
  },
});
