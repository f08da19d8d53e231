import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { pointerBlocks } from '../../quantifiers/go-blocks.ts';
import { go119, source } from '../../sources.ts';
import { firstNonZero, ownerOf, slotAt } from '../../views/go-slots.ts';
import { WORD_BYTES } from '../../views/go.ts';

/** A block of 44 bytes with pointers in a slot of 64, and a value in its memory. */
const dirtyAt = (offset: number, size = 44): FixtureView =>
  altered(
    goView({
      spans: [span({ spanclass: 12, freeindex: 2 })],
      client: { placed: [block({ size, pointerWords: 5 })] },
    }),
    ({ go }) => go.memory.poke(HEAP_BASE + offset, 1),
  );

export const slackOfPointerBlocksZero = defineInvariant({
  id: 'go/slack-of-pointer-blocks-zero',
  holds: 'behind a live block with pointers its slot is zero to the end',
  because:
    'a block that grows within its slot finds what the last owner left, and whoever scans whole slots follows it',
  sources: [
    go119('malloc.go', 'mallocgc: memclrNoHeapPointers(x, span.elemsize)'),
    source('gperftools PR 994: calloc cleared only what was asked for, and the slack was trusted'),
  ],
  when: 'always',
  cost: 'O(bytes of the slot behind the block)',
  every: pointerBlocks,
  check({ addr, size }, { go }) {
    const span = ownerOf(go, addr);
    if (span === undefined) return undefined;
    const from = addr + Math.ceil(size / WORD_BYTES) * WORD_BYTES;
    const end = span.startAddr + (slotAt(span, addr) + 1) * span.elemsize;
    const dirty = firstNonZero(go.memory, from, end - from);
    if (dirty < 0) return undefined;
    return { at: hex(dirty), expected: '0', actual: 'another value' };
  },
  examples: {
    holds: [goView(), dirtyAt(0), dirtyAt(40), dirtyAt(64), dirtyAt(56, 64)],
    violates: [dirtyAt(48), dirtyAt(60)],
  },
});
