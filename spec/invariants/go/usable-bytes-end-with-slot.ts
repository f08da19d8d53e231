import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { blocksInHeap } from '../../quantifiers/go-blocks.ts';
import { derived, go119 } from '../../sources.ts';
import { isTiny, ownerOf, slotAt } from '../../views/go-slots.ts';
import { TINY_SPAN_CLASS } from '../../views/go.ts';

/** A block in a span whose first slot is taken; a large one, of 40,000 bytes. */
const using = (spanclass: number, size: number, usable: number, offset = 0): FixtureView => {
  const large = { limit: HEAP_BASE + 40_000 };
  return goView({
    spans: [span({ spanclass, ...(spanclass < 2 ? large : {}) })],
    client: { placed: [block({ addr: HEAP_BASE + offset, size, usable })] },
  });
};

export const usableBytesEndWithSlot = defineInvariant({
  id: 'go/usable-bytes-end-with-slot',
  holds:
    'the usable bytes of a block end where its slot ends, those of a large one at the limit of its span, those of a tiny one not behind its slot',
  because:
    'a client that fills what it may use writes into the next slot, or points to where the collector sees no object',
  sources: [
    go119('mcache.go', '(*mcache).allocLarge: s.limit = s.base() + size'),
    go119('msize.go', 'roundupsize'),
    derived('the contract of usableSize in spec/subject.ts'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: blocksInHeap,
  check(it, { go }) {
    const span = ownerOf(go, it.addr);
    if (span === undefined) return undefined;
    const slotEnd = span.startAddr + (slotAt(span, it.addr) + 1) * span.elemsize;
    const expected = Math.min(slotEnd, span.limit);
    const actual = it.addr + it.usable;
    if (actual === expected || (isTiny(it) && actual < expected)) return undefined;
    return {
      at: `end of the block at ${hex(it.addr)}`,
      expected: hex(expected),
      actual: hex(actual),
    };
  },
  examples: {
    holds: [
      using(13, 49, 64),
      using(TINY_SPAN_CLASS, 4, 4, 8),
      using(TINY_SPAN_CLASS, 4, 8, 8),
      using(1, 40_000, 40_000),
      goView({ client: { placed: [block({ addr: 0x1000, size: 0, usable: 0 })] } }),
    ],
    violates: [
      using(13, 49, 49),
      using(13, 49, 80),
      using(TINY_SPAN_CLASS, 4, 9, 8),
      using(1, 40_000, 40_960),
    ],
  },
});
