import { classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual, expectWithin } from '../../invariant.ts';
import { classicReservation } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { HEAP_BITMAP_SCALE } from '../../views/classic.ts';
import { PAGE_READY, PAGE_RESERVED } from '../../views/os.ts';
import { firstPageNot } from '../../views/os-pages.ts';

export const classicBitmapMappedInStep = defineInvariant({
  id: 'classic/bitmap-mapped-in-step',
  holds:
    'the bitmap is mapped, downwards from the arena, for all of the arena that is used, and no further than it says',
  because: 'marking reads bits from memory that the process may not touch',
  sources: [go110('mbitmap.go', '(*mheap).mapBits')],
  when: 'always',
  cost: 'O(bitmap / physical page)',
  every: classicReservation,
  check({ arenaStart, arenaUsed, bitmapStart, bitmapMapped }, { os }) {
    const needed = Math.ceil((arenaUsed - arenaStart) / HEAP_BITMAP_SCALE);
    const low = expectWithin('bytes mapped', needed, arenaStart - bitmapStart, bitmapMapped);
    if (low !== undefined) return low;
    const end = arenaStart - bitmapMapped;
    const wrong = firstPageNot(os, PAGE_READY, end, bitmapMapped);
    if (wrong >= 0) return expectEqual(hex(wrong), PAGE_READY, os.stateAt(wrong));
    if (end === bitmapStart) return undefined;
    const below = end - os.physPageBytes;
    return expectEqual(hex(below), PAGE_RESERVED, os.stateAt(below));
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic: { reservation } }) => (reservation.bitmapMapped = 0)),
      classicView(({ states }) => states.set(pageAt(-1), PAGE_RESERVED)),
      classicView(({ states }) => states.set(pageAt(-1) - 0x1000, PAGE_READY)),
    ],
  },
});
