import { classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicSlotSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { firstNonZero, isTaken } from '../../views/go-slots.ts';

export const classicFreeSlotsZeroUnlessTold = defineInvariant({
  id: 'classic/free-slots-zero-unless-told',
  holds: 'the free slots of a span are zero unless it says that they need zeroing',
  because: 'a client that asked for zeroes gets what somebody else left there',
  sources: [go110('malloc.go', 'mallocgc: needzero && span.needzero != 0')],
  when: 'always',
  cost: 'O(bytes of the span)',
  every: classicSlotSpans,
  check(span, { classic: { memory } }) {
    if (span.needzero !== 0) return undefined;
    for (let slot = span.freeindex; slot < span.nelems; slot += 1) {
      if (isTaken(span, slot)) continue;
      const dirty = firstNonZero(memory, span.startAddr + slot * span.elemsize, span.elemsize);
      if (dirty >= 0) return { at: hex(dirty), expected: '0', actual: 'something else' };
    }
    return undefined;
  },
  examples: {
    holds: [classicView(), classicView(({ memory }) => memory.poke(pageAt(9), 1))],
    violates: [classicView(({ memory }) => memory.poke(pageAt(9) + 72, 1))],
  },
});
