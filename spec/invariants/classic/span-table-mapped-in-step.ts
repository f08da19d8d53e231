import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual, expectWithin } from '../../invariant.ts';
import { classicReservation } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { SPAN_ENTRY_BYTES } from '../../views/classic.ts';
import { PAGE_BYTES } from '../../views/go.ts';
import { PAGE_READY, PAGE_RESERVED } from '../../views/os.ts';
import { firstPageNot } from '../../views/os-pages.ts';

export const classicSpanTableMappedInStep = defineInvariant({
  id: 'classic/span-table-mapped-in-step',
  holds:
    'the table of spans is mapped, upwards from its start, for all pages of the arena that are used, and no further than it says',
  because: 'a pointer is looked up in memory that the process may not touch',
  sources: [go110('mheap.go', '(*mheap).mapSpans')],
  when: 'always',
  cost: 'O(table / physical page)',
  every: classicReservation,
  check({ arenaStart, arenaUsed, spansStart, spansBytes, spansMapped }, { os }) {
    const needed = ((arenaUsed - arenaStart) / PAGE_BYTES) * SPAN_ENTRY_BYTES;
    const low = expectWithin('bytes mapped', needed, spansBytes, spansMapped);
    if (low !== undefined) return low;
    const wrong = firstPageNot(os, PAGE_READY, spansStart, spansMapped);
    if (wrong >= 0) return expectEqual(hex(wrong), PAGE_READY, os.stateAt(wrong));
    if (spansMapped === spansBytes) return undefined;
    const above = spansStart + spansMapped;
    return expectEqual(hex(above), PAGE_RESERVED, os.stateAt(above));
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ classic: { reservation } }) => (reservation.spansMapped = 0)),
      classicView(({ classic, states }) =>
        states.set(classic.reservation.spansStart, PAGE_RESERVED),
      ),
      classicView(({ classic, states }) =>
        states.set(classic.reservation.spansStart + 0x1000, PAGE_READY),
      ),
    ],
  },
});
