import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { arenas } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_BYTES } from '../../views/go.ts';

export const zeroedBaseInsideArena = defineInvariant({
  id: 'go/zeroed-base-inside-arena',
  holds: 'zeroedBase of an arena is an offset in it, or its size',
  because:
    'it is compared with offsets: beyond the arena, fresh memory is cleared for nothing and faults of it stay hidden',
  sources: [go119('mheap.go', 'heapArena.zeroedBase')],
  when: 'always',
  cost: 'O(1)',
  every: arenas,
  check: ({ index, zeroedBase }, { go }) =>
    expectWithin(`arena ${index}`, 0, go.geometry.heapArenaBytes, zeroedBase),
  examples: {
    holds: [goView(), heapOf(span({ page: 511 }))],
    violates: [
      altered(goView(), ({ go }) => (go.arenas[0]!.zeroedBase = CHUNK_BYTES + 1)),
      altered(goView(), ({ go }) => (go.arenas[0]!.zeroedBase = -1)),
    ],
  },
});
