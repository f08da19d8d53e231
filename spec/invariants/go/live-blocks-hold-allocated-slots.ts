import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { blocksInHeap } from '../../quantifiers/go-blocks.ts';
import { derived, go119 } from '../../sources.ts';
import type { Block } from '../../views/client.ts';
import { isTaken, isTiny, ownerOf, slotAt } from '../../views/go-slots.ts';
import type { GoView } from '../../views/go.ts';
import { SPAN_DEAD, TINY_SPAN_CLASS } from '../../views/go.ts';

/** A block in a heap with a span of 64-byte slots, 0 and 1 of which are taken, and more. */
const holding = (offset: number, size = 64): FixtureView =>
  goView({
    spans: [
      span({ freeindex: 2 }),
      span({ page: 1, spanclass: TINY_SPAN_CLASS }),
      span({ page: 2, spanclass: 1, npages: 5, limit: HEAP_BASE + 2 * 8192 + 40_000 }),
      span({ page: 7, state: SPAN_DEAD }),
    ],
    client: { placed: [block({ addr: HEAP_BASE + offset, size })] },
  });

export const liveBlocksHoldAllocatedSlots = defineInvariant({
  id: 'go/live-blocks-hold-allocated-slots',
  holds: 'a live block lies in one allocated slot of a span in use, at its start unless it is tiny',
  because: 'the allocator hands out the memory of a block that its client still uses',
  sources: [
    go119('malloc.go', 'mallocgc'),
    derived('the oracle knows the live blocks, the spans know the slots'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: blocksInHeap,
  check(block, { go }) {
    const actual = wrongWith(block, go);
    if (actual === undefined) return undefined;
    const at = `block of ${block.size} bytes at ${hex(block.addr)}`;
    return { at, expected: 'in one allocated slot', actual };
  },
  examples: {
    holds: [
      holding(0),
      holding(64, 49),
      holding(8192 + 12, 4),
      holding(2 * 8192, 40_000),
      goView({ client: { placed: [block({ addr: 0x1000, size: 0 })] } }),
    ],
    violates: [
      holding(2 * 64),
      holding(32, 32),
      holding(64, 65),
      holding(4, 4 + 64),
      holding(8192 + 12, 5),
      holding(2 * 8192, 40_001),
      holding(2 * 8192 + 40_500, 1),
      holding(7 * 8192),
      holding(0x40_0000),
    ],
  },
});

function wrongWith(block: Block, go: GoView): string | undefined {
  const { addr, size } = block;
  const span = ownerOf(go, addr);
  if (span === undefined) return 'in no span in use';
  const slot = slotAt(span, addr);
  const base = span.startAddr + slot * span.elemsize;
  if (!isTaken(span, slot)) return `in the free slot ${slot} of ${hex(span.startAddr)}`;
  const end = Math.min(base + span.elemsize, span.limit);
  if (addr + size > end) return `across the end of slot ${slot}`;
  return addr === base || isTiny(block) ? undefined : `${addr - base} bytes into slot ${slot}`;
}
