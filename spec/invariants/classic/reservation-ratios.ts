import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicReservation } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';

export const classicReservationRatios = defineInvariant({
  id: 'classic/reservation-ratios',
  holds:
    'the reservation is a table of spans, a bitmap and the arena, end to end, and the first two are as large as the third needs',
  because: 'an area runs into the next one, and the heap writes into its own bookkeeping',
  sources: [go110('malloc.go', 'mallocinit: spansSize, bitmapSize')],
  when: 'always',
  cost: 'O(1)',
  every: classicReservation,
  check({ spansStart, spansBytes, bitmapStart, bitmapBytes, arenaStart, arenaEnd }) {
    const arena = arenaEnd - arenaStart;
    return (
      expectEqual('bytes of the table, by those of the arena', arena / 1024, spansBytes) ??
      expectEqual('bytes of the bitmap, by those of the arena', arena / 32, bitmapBytes) ??
      expectEqual('end of the table', bitmapStart, spansStart + spansBytes) ??
      expectEqual('end of the bitmap', arenaStart, bitmapStart + bitmapBytes)
    );
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic: { reservation } }) => (reservation.spansBytes = 0x1000)),
      classicView(({ classic: { reservation } }) => (reservation.bitmapBytes = 0x80000)),
      classicView(({ classic: { reservation } }) => (reservation.arenaEnd += 0x800000)),
    ],
  },
});
