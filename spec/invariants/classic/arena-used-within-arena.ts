import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual, expectWithin } from '../../invariant.ts';
import { classicReservation } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { PAGE_BYTES } from '../../views/go.ts';

export const classicArenaUsedWithinArena = defineInvariant({
  id: 'classic/arena-used-within-arena',
  holds: 'what is used of the arena is whole pages from its start and ends within it',
  because: 'the heap hands out memory that it has not reserved',
  sources: [go110('mheap.go', '(*mheap).setArenaUsed: arena_start <= arena_used <= arena_end')],
  when: 'always',
  cost: 'O(1)',
  every: classicReservation,
  check({ arenaStart, arenaUsed, arenaEnd }) {
    const at = 'arenaUsed';
    return (
      expectWithin(at, arenaStart, arenaEnd, arenaUsed) ??
      expectEqual(`${at}, beyond whole pages`, 0, (arenaUsed - arenaStart) % PAGE_BYTES)
    );
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(
        ({ classic: { reservation } }) => (reservation.arenaUsed = reservation.arenaEnd + 0x2000),
      ),
      classicView(({ classic: { reservation } }) => (reservation.arenaUsed += 8)),
    ],
  },
});
