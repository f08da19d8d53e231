import { classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicReservation } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { PAGE_READY, PAGE_RESERVED } from '../../views/os.ts';

export const classicArenaMappedUpToUsed = defineInvariant({
  id: 'classic/arena-mapped-up-to-used',
  holds: 'the arena is mapped up to where it is used, and reserved from there on',
  because: 'a new span faults, or memory was asked for that no span has',
  sources: [go110('malloc.go', '(*mheap).sysAlloc: sysMap')],
  when: 'always',
  cost: 'O(1)',
  every: classicReservation,
  check({ arenaStart, arenaUsed, arenaEnd }, { os }) {
    const below = arenaUsed - os.physPageBytes;
    if (arenaUsed > arenaStart && os.stateAt(below) <= PAGE_RESERVED)
      return expectEqual(hex(below), PAGE_READY, os.stateAt(below));
    if (arenaUsed >= arenaEnd) return undefined;
    return expectEqual(hex(arenaUsed), PAGE_RESERVED, os.stateAt(arenaUsed));
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ states }) => states.set(pageAt(22) - 0x1000, PAGE_RESERVED)),
      classicView(({ states }) => states.set(pageAt(22), PAGE_READY)),
    ],
  },
});
