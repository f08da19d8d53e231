import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicNeighbours } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const classicSpansWithoutGaps = defineInvariant({
  id: 'classic/spans-without-gaps',
  holds: 'each span begins where the one before it ends',
  because: 'pages are lost between two spans, or belong to both',
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked, allocSpanLocked')],
  when: 'always',
  cost: 'O(1)',
  every: classicNeighbours,
  check: ({ lower, upper }) =>
    lower.startAddr + lower.npages * PAGE_BYTES === upper.startAddr
      ? undefined
      : {
          at: classicSpanName(upper),
          expected: `begins at ${hex(lower.startAddr + lower.npages * PAGE_BYTES)}`,
          actual: `begins at ${hex(upper.startAddr)}`,
        },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(10).npages = 5)),
      classicView(({ span }) => (span(1).npages = 2)),
    ],
  },
});
