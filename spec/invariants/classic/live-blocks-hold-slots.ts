import { classicView } from '../../fixtures/classic.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { classicBlocks } from '../../quantifiers/classic-tiers.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { bitAt } from '../../../src/base/bits.ts';
import { classicOwner } from '../../quantifiers/classic-tiers.ts';
import { SPAN_FREE } from '../../views/classic.ts';
import { MAX_SMALL_SIZE } from '../../views/go.ts';
import { isTaken, slotAt } from '../../views/go-slots.ts';

export const classicLiveBlocksHoldSlots = defineInvariant({
  id: 'classic/live-blocks-hold-slots',
  holds: 'a live block lies in one slot, which is taken, of a span of the class of its size',
  because: 'its memory is handed out again while the client has it',
  sources: [go110('malloc.go', 'mallocgc')],
  when: 'always',
  cost: 'O(1)',
  every: classicBlocks,
  check({ addr, size, pointerWords }, { classic }) {
    const at = hex(addr);
    const span = classicOwner(classic, addr);
    if (span === undefined) return { at, expected: 'a span in use', actual: 'none' };
    const isNoscan = pointerWords === 0 ? 1 : 0;
    const isTiny = isNoscan === 1 && size < 16;
    const sizeclass = isTiny ? 2 : size > MAX_SMALL_SIZE ? 0 : classic.sizeclasses.classOf(size);
    const wrong = expectEqual(`class at ${at}`, sizeclass * 2 + isNoscan, span.spanclass);
    if (wrong !== undefined) return wrong;
    const slot = slotAt(span, addr);
    const isSwept = span.sweepgen === classic.sweepgen;
    const isHeld = isSwept ? isTaken(span, slot) : bitAt(span.gcmarkBits, slot);
    return isHeld ? undefined : { at, expected: `slot ${slot} taken`, actual: 'free' };
  },
  examples: {
    holds: [classicView()],
    violates: [
      classicView(({ span }) => (span(0).freeindex = 0)),
      classicView(({ span }) => (span(9).spanclass = 12)),
      classicView(({ span }) => (span(2).state = SPAN_FREE)),
    ],
  },
});
