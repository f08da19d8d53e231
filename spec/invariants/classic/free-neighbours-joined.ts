import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicNeighbours } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { classicSpanName } from '../../quantifiers/classic-spans.ts';
import { SPAN_FREE } from '../../views/classic.ts';
import { PAGE_BYTES, SPAN_IN_USE } from '../../views/go.ts';

export const classicFreeNeighboursJoined = defineInvariant({
  id: 'classic/free-neighbours-joined',
  holds: 'no two free spans touch',
  because: 'a long request makes the heap grow though there is room for it',
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked: coalesce with earlier, later spans')],
  when: 'always',
  cost: 'O(1)',
  every: classicNeighbours,
  check({ lower, upper }) {
    const isApart = lower.startAddr + lower.npages * PAGE_BYTES !== upper.startAddr;
    if (isApart || lower.state !== SPAN_FREE || upper.state !== SPAN_FREE) return undefined;
    const actual = `${classicSpanName(lower)} and another`;
    return { at: hex(upper.startAddr), expected: 'one free span', actual };
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => ((span(9).state = SPAN_FREE), (span(7).state = SPAN_IN_USE))),
    ],
  },
});
