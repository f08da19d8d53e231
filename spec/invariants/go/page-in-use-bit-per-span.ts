import { bitAt, clearBit } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { arenaOf, pageInArena } from '../../views/chunk-pages.ts';

const one = heapOf(span({ page: 3 }));

export const pageInUseBitPerSpan = defineInvariant({
  id: 'go/page-in-use-bit-per-span',
  holds: 'the pageInUse bit of the first page of a span in use is set',
  because: 'the reclaimer, which walks these bits, never frees the span',
  sources: [
    go119('mheap.go', '(*mheap).allocSpan: pageInUse'),
    go119('mheap.go', '(*mheap).reclaimChunk'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: changedSpans,
  check({ startAddr }, { go }) {
    const arena = arenaOf(go, startAddr);
    if (arena !== undefined && bitAt(arena.pageInUse, pageInArena(go, startAddr))) return undefined;
    return {
      at: hex(startAddr),
      expected: 'pageInUse bit 1',
      actual: arena === undefined ? 'no arena' : '0',
    };
  },
  examples: {
    holds: [goView(), one],
    violates: [
      altered(one, ({ go }) => clearBit(go.arenas[0]!.pageInUse, 3)),
      altered(one, ({ go }) => (go.arenaAt = () => undefined)),
    ],
  },
});
