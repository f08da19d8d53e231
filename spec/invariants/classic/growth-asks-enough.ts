import { classicDid, classicView } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicGrowths } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';

export const classicGrowthAsksEnough = defineInvariant({
  id: 'classic/growth-asks-enough',
  holds:
    'the heap asks for the least growth, or for what is needed in whole steps where that is more; and for what is needed alone when that is refused',
  because: 'the system is asked often for little, or a request that it could serve fails',
  sources: [go110('mheap.go', '(*mheap).grow: _HeapAllocChunk, 64 kB')],
  when: 'always',
  cost: 'O(1)',
  every: classicGrowths,
  check({ npages, asked, addr }, { classic: { geometry } }) {
    const { growPages, growRoundPages } = geometry;
    const needed = Math.ceil(npages / growRoundPages) * growRoundPages;
    const first = Math.max(needed, growPages);
    const isAgain = first > needed && (asked.length > 1 || addr === 0);
    const expected = isAgain ? [first, needed] : [first];
    const [wanted, actual] = [expected.join(', then '), asked.join(', then ')];
    return wanted === actual
      ? undefined
      : { at: `growth for ${npages} pages`, expected: wanted, actual };
  },
  examples: {
    holds: [
      classicView(),
      classicDid({ growth: {} }),
      classicDid({ growth: { asked: [8, 4] } }),
      classicDid({ growth: { npages: 9, asked: [10], addr: 0 } }),
    ],
    violates: [
      classicDid({ growth: { asked: [3] } }),
      classicDid({ growth: { npages: 9, asked: [9] } }),
      classicDid({ growth: { addr: 0 } }),
      classicDid({ growth: { asked: [8, 3] } }),
    ],
  },
});
