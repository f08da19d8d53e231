import { classicDid, classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicLargeChoices } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';

export const classicLowestOfLongSpansTaken = defineInvariant({
  id: 'classic/lowest-of-long-spans-taken',
  holds: 'of the long free spans that are equally long the lowest is taken',
  because: 'the heap does not stay together at its low end',
  sources: [go110('mgclarge.go', '(*mTreap).remove: best fit, then the lowest address')],
  when: 'always',
  cost: 'O(spans)',
  every: classicLargeChoices,
  check({ chosen, fewest, lowest }) {
    if (chosen.npages !== fewest || chosen.startAddr === lowest) return undefined;
    return { at: `${fewest} pages`, expected: hex(lowest), actual: hex(chosen.startAddr) };
  },
  examples: {
    holds: [
      classicView(),
      classicDid({ choice: {} }),
      classicDid({ choice: { fewest: 4, lowest: 0 } }),
    ],
    violates: [classicDid({ choice: { lowest: pageAt(1) } })],
  },
});
