import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, UNSWEPT, altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { readableSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { firstNonZero, isSwept, isTaken } from '../../views/go-slots.ts';

/** A span of 64-byte slots with slot 0, 2 and 3 taken, and a stray byte at an offset. */
const dirtyAt = (
  offset: number,
  over: Parameters<typeof span>[0] = {},
): ReturnType<typeof altered> =>
  altered(heapOf(span({ taken: [2, 3], ...over })), ({ go }) =>
    go.memory.poke(HEAP_BASE + offset, 1),
  );

export const freeSlotsZeroUnlessNeedzero = defineInvariant({
  id: 'go/free-slots-zero-unless-needzero',
  holds: 'the free slots of a span whose needzero is 0 are zero',
  because:
    'a client that asked for zeroes is given what the last owner left: nobody clears such a slot',
  implies: ['client/zeroed-when-asked'],
  sources: [
    go119('malloc.go', 'the comment at the top'),
    go119('mheap.go', '(*mheap).allocNeedsZero'),
  ],
  when: 'always',
  cost: 'O(bytes of the free slots)',
  every: readableSpans,
  check(span, { go: { memory, sweepgen } }) {
    const { startAddr, elemsize, nelems } = span;
    if (span.needzero !== 0 || !isSwept(span, sweepgen)) return undefined;
    for (let slot = span.freeindex; slot < nelems; slot += 1) {
      const from = slot;
      while (slot < nelems && !isTaken(span, slot)) slot += 1;
      const dirty = firstNonZero(memory, startAddr + from * elemsize, (slot - from) * elemsize);
      if (dirty >= 0)
        return { at: hex(dirty), expected: '0 in a free slot', actual: 'another value' };
    }
    return undefined;
  },
  examples: {
    holds: [
      heapOf(span()),
      dirtyAt(0),
      dirtyAt(191),
      dirtyAt(64, { needzero: 1 }),
      dirtyAt(64, { sweepgen: UNSWEPT }),
      dirtyAt(8184, { spanclass: 7 }),
    ],
    violates: [
      dirtyAt(64),
      dirtyAt(127),
      dirtyAt(256),
      dirtyAt(8191),
      dirtyAt(80_000, { spanclass: 131, taken: [] }),
    ],
  },
});
