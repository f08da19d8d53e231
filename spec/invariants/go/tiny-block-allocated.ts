import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, altered, heapOf, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { processors } from '../../quantifiers/go-caches.ts';
import { go119 } from '../../sources.ts';
import { isTaken, ownerOf, slotAt } from '../../views/go-slots.ts';
import { TINY_SPAN_CLASS } from '../../views/go.ts';

const tinyAt = (offset: number, spanclass = TINY_SPAN_CLASS): FixtureView =>
  altered(
    heapOf(span({ spanclass, freeindex: 2 })),
    ({ go }) => (go.procs[0]!.mcache.tiny = HEAP_BASE + offset),
  );

export const tinyBlockAllocated = defineInvariant({
  id: 'go/tiny-block-allocated',
  holds: 'the current tiny block of an mcache is an allocated 16-byte slot without pointers',
  because: 'tiny objects are cut from a slot that is then handed out as a whole, too',
  sources: [go119('malloc.go', 'mallocgc, "Tiny allocator"'), go119('mcache.go', 'mcache.tiny')],
  when: 'always',
  cost: 'O(1)',
  every: processors,
  check(proc, { go }) {
    const { tiny } = proc.mcache;
    if (tiny === 0) return undefined;
    const span = ownerOf(go, tiny);
    const isSlot =
      span !== undefined && span.spanclass === TINY_SPAN_CLASS && tiny % span.elemsize === 0;
    if (isSlot && isTaken(span, slotAt(span, tiny))) return undefined;
    const at = `tiny block of P${go.procs.indexOf(proc)}`;
    const actual = isSlot ? `${hex(tiny)}, a free one` : `${hex(tiny)}, which is none`;
    return { at, expected: `an allocated slot of span class ${TINY_SPAN_CLASS}`, actual };
  },
  examples: {
    holds: [heapOf(), tinyAt(0), tinyAt(16)],
    violates: [tinyAt(32), tinyAt(8), tinyAt(16, 4), tinyAt(8192)],
  },
});
