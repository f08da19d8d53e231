import { classicDid, classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicGrown } from '../../quantifiers/classic-steps.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';

export const classicGrowthExtendsArena = defineInvariant({
  id: 'classic/growth-extends-arena',
  holds: 'what the heap grows by begins where the arena was used up to, and is used from then on',
  because: 'new pages lie over old ones, or between them are some that nobody has',
  sources: [go110('malloc.go', '(*mheap).sysAlloc: arena_used')],
  when: 'always',
  cost: 'O(1)',
  every: classicGrown,
  check({ addr, bytes, usedBefore }, { classic: { reservation } }) {
    const { arenaStart = 0, arenaUsed = 0 } = reservation ?? {};
    const start = usedBefore === 0 ? arenaStart : usedBefore;
    const text = (from: number, to: number): string => `${hex(from)} to ${hex(to)}`;
    const [expected, actual] = [text(start, start + bytes), text(addr, arenaUsed)];
    return expected === actual ? undefined : { at: `growth by ${bytes} bytes`, expected, actual };
  },
  examples: {
    holds: [classicView(), classicDid({ growth: {} })],
    violates: [
      classicDid({ growth: { addr: pageAt(10) } }),
      classicDid({ growth: { bytes: 0x2000 } }),
    ],
  },
});
