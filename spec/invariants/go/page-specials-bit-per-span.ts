import { bitAt, clearBit, setBit } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { arenaOf, pageInArena } from '../../views/chunk-pages.ts';
import { SPECIAL_FINALIZER } from '../../views/go-collector.ts';

const special = { offset: 0, kind: SPECIAL_FINALIZER };
const without = heapOf(span({ page: 3 }));
const withOne = heapOf(span({ page: 3, specials: [special] }));

export const pageSpecialsBitPerSpan = defineInvariant({
  id: 'go/page-specials-bit-per-span',
  holds: 'the pageSpecials bit of the first page of a span is set if, and only if, it has specials',
  because: 'what an object with a finalizer points to is no root, and is freed before it runs',
  sources: [
    go119('mheap.go', 'spanHasSpecials, spanHasNoSpecials'),
    go119('mgcmark.go', 'markrootSpans'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: changedSpans,
  check({ startAddr, specials }, { go }) {
    const arena = arenaOf(go, startAddr);
    if (arena === undefined) return undefined;
    const bit = bitAt(arena.pageSpecials, pageInArena(go, startAddr));
    if (bit === specials.length > 0) return undefined;
    return {
      at: hex(startAddr),
      expected: `pageSpecials bit ${bit ? 0 : 1}`,
      actual: `${bit ? 1 : 0}, with ${specials.length} specials`,
    };
  },
  examples: {
    holds: [
      goView(),
      without,
      withOne,
      altered(without, ({ go }) => (go.arenaAt = () => undefined)),
    ],
    violates: [
      altered(without, ({ go }) => setBit(go.arenas[0]!.pageSpecials, 3)),
      altered(withOne, ({ go }) => clearBit(go.arenas[0]!.pageSpecials, 3)),
    ],
  },
});
