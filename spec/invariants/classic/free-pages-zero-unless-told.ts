import { classicView, pageAt } from '../../fixtures/classic.ts';
import { defineInvariant } from '../../invariant.ts';
import { classicWholeFreeSpans } from '../../quantifiers/classic-spans.ts';
import { go110 } from '../../sources.ts';
import { hex } from '../../../src/base/units.ts';
import { PAGE_BYTES } from '../../views/go.ts';
import { firstNonZero } from '../../views/go-slots.ts';

/** Bytes of a page. */
const LOOKED_AT = 64;

export const classicFreePagesZeroUnlessTold = defineInvariant({
  id: 'classic/free-pages-zero-unless-told',
  holds: 'the pages of a free span are zero unless it says that they need zeroing',
  because: 'a client that asked for zeroes gets what somebody else left there',
  sources: [go110('mheap.go', 'freeSpanLocked: s.needzero |= before.needzero')],
  when: 'always',
  cost: 'O(pages); looks at the first bytes of each',
  every: classicWholeFreeSpans,
  check(span, { classic: { memory } }) {
    if (span.needzero !== 0) return undefined;
    for (let i = 0; i < span.npages; i += 1) {
      const dirty = firstNonZero(memory, span.startAddr + i * PAGE_BYTES, LOOKED_AT);
      if (dirty >= 0) return { at: hex(dirty), expected: '0', actual: 'something else' };
    }
    return undefined;
  },
  examples: {
    holds: [classicView(), classicView(({ memory }) => memory.poke(pageAt(1), 1))],
    violates: [classicView(({ memory }) => memory.poke(pageAt(12) + 8, 1))],
  },
});
