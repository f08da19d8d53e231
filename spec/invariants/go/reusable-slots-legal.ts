import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, NOSCAN_64, altered, heapOf, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { nameOfCacheSlot, reusableSlots } from '../../quantifiers/go-caches.ts';
import { derived, source } from '../../sources.ts';
import { isTaken, ownerOf, slotAt } from '../../views/go-slots.ts';

/** A heap with a span of 64-byte slots, three of them taken, and one freed slot. */
const freedAt = (offset: number, spanclass = NOSCAN_64): FixtureView =>
  altered(heapOf(span({ freeindex: 2, taken: [5] })), ({ go }) => {
    go.procs[0]!.mcache.reusable[spanclass]!.push(HEAP_BASE + offset);
  });

export const reusableSlotsLegal = defineInvariant({
  id: 'go/reusable-slots-legal',
  holds:
    'a freed slot that waits for reuse is an allocated slot of a span in use of the same span class',
  because:
    'the next request of the class is given memory of another size, or memory that somebody else was given',
  sources: [
    source('Go 1.26 runtime/malloc.go, freegc'),
    derived('a freed slot counts as allocated until reuse'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: reusableSlots,
  check({ p, spanclass, addr }, { go }) {
    const span = ownerOf(go, addr);
    if (span?.spanclass === spanclass && (addr - span.startAddr) % span.elemsize === 0) {
      if (isTaken(span, slotAt(span, addr))) return undefined;
    }
    const where = span === undefined ? 'no span' : `a span of span class ${span.spanclass}`;
    const at = `freed slot ${hex(addr)}`;
    return {
      at,
      expected: `an allocated slot for ${nameOfCacheSlot({ p, spanclass })}`,
      actual: `none, in ${where}`,
    };
  },
  examples: {
    holds: [heapOf(span()), freedAt(0), freedAt(5 * 64)],
    violates: [freedAt(3 * 64), freedAt(32), freedAt(0, 12), freedAt(8192)],
  },
});
