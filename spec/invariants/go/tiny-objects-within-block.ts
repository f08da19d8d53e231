import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { tinyBlocks } from '../../quantifiers/go-blocks.ts';
import { go119 } from '../../sources.ts';

const TINY_BYTES = 16;

const tinyAt = (offset: number, size: number): FixtureView =>
  goView({ client: { placed: [block({ addr: HEAP_BASE + offset, size })] } });

export const tinyObjectsWithinBlock = defineInvariant({
  id: 'go/tiny-objects-within-block',
  holds:
    'a tiny object lies in one 16-byte block, at a multiple of the largest of 8, 4, 2 and 1 that divides its size',
  because: 'an atomic access to a word of it traps or tears, or its end lies in the next slot',
  implies: [
    'client/block-aligned',
    'go/live-blocks-hold-allocated-slots',
    'go/tiny-offset-within-block',
    'go/usable-bytes-end-with-slot',
  ],
  sources: [go119('malloc.go', 'mallocgc, "Tiny allocator"')],
  when: 'always',
  cost: 'O(1)',
  every: tinyBlocks,
  check({ addr, size }) {
    const offset = addr % TINY_BYTES;
    const align = Math.min(size & -size, 8);
    if (offset % align === 0 && offset + size <= TINY_BYTES) return undefined;
    const expected = `${size} bytes in one block of 16, at a multiple of ${align}`;
    return { at: hex(addr), expected, actual: `at offset ${offset}` };
  },
  examples: {
    holds: [tinyAt(0, 15), tinyAt(8, 8), tinyAt(4, 12), tinyAt(15, 1), tinyAt(8, 64), goView()],
    violates: [tinyAt(4, 8), tinyAt(2, 4), tinyAt(1, 2), tinyAt(2, 15)],
  },
});
