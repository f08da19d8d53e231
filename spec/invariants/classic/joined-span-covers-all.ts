import { classicDid, classicView, noteAt } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicJoins } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';

export const classicJoinedSpanCoversAll = defineInvariant({
  id: 'classic/joined-span-covers-all',
  holds:
    'a span that goes free becomes one with the free spans that touch it, from the start of the lower to the end of the upper',
  because: 'free pages stay apart, or are lost, or counted twice',
  implies: ['classic/free-neighbours-joined'],
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked')],
  when: 'always',
  cost: 'O(spans)',
  every: classicJoins,
  check({ freed, lower, upper, joined }) {
    const start = (lower ?? freed).startAddr;
    const npages = freed.npages + (lower?.npages ?? 0) + (upper?.npages ?? 0);
    const text = (addr: number, length: number): string => `${length} pages at ${hex(addr)}`;
    const [expected, actual] = [text(start, npages), text(joined.startAddr, joined.npages)];
    return expected === actual
      ? undefined
      : { at: text(freed.startAddr, freed.npages), expected, actual };
  },
  examples: {
    holds: [classicView(), classicDid({ join: {} })],
    violates: [
      classicDid({ join: { joined: noteAt(2, 4) } }),
      classicDid({ join: { joined: noteAt(1, 3) } }),
      classicDid({ join: { upper: undefined } }),
    ],
  },
});
