import { classicDid, classicView, noteAt } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicJoins } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';

export const classicJoinedSpanSumsReleased = defineInvariant({
  id: 'classic/joined-span-sums-released',
  holds: 'a span that went free has as many pages given back as those that it took in had',
  because: 'pages that are gone are used as if they were there',
  sources: [go110('mheap.go', 'freeSpanLocked: absorb released pages')],
  when: 'always',
  cost: 'O(spans)',
  every: classicJoins,
  check({ freed, lower, upper, joined }) {
    const sum = (lower?.npreleased ?? 0) + (upper?.npreleased ?? 0);
    return expectEqual(`npreleased at ${hex(freed.startAddr)}`, sum, joined.npreleased);
  },
  examples: {
    holds: [classicView(), classicDid({ join: {} })],
    violates: [
      classicDid({ join: { joined: noteAt(1, 5) } }),
      classicDid({ join: { lower: noteAt(1, 1, { npreleased: 1 }) } }),
    ],
  },
});
