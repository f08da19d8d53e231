import { ctz32, setBit } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { mappedChunks } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_WORDS, arenaOf, chunkBase, pageAddr, pageInArena } from '../../views/chunk-pages.ts';
import { SPAN_DEAD, SPAN_IN_USE } from '../../views/go.ts';

const large = heapOf(span({ spanclass: 1, page: 2, npages: 5 }));

export const pageInUseOnlyAtSpanStart = defineInvariant({
  id: 'go/page-in-use-only-at-span-start',
  holds: 'a pageInUse bit is set only for the first page of a span in use',
  because:
    'the reclaimer takes the page for a span without marks, and frees what is no span or not that one',
  sources: [
    go119('mheap.go', '(*mheap).freeSpanLocked: pageInUse'),
    go119('mheap.go', '(*mheap).reclaimChunk'),
  ],
  when: 'always',
  cost: 'O(spans of the chunk)',
  every: mappedChunks,
  check(chunk, { go }) {
    const base = chunkBase(chunk);
    const arena = arenaOf(go, base);
    if (arena === undefined) return undefined;
    const first = pageInArena(go, base);
    for (let w = 0; w < CHUNK_WORDS; w += 1) {
      for (let bits = arena.pageInUse[(first >>> 5) + w] as number; bits !== 0; bits &= bits - 1) {
        const page = w * 32 + ctz32(bits);
        const it = arena.spans[first + page];
        const addr = pageAddr(chunk, page);
        if (it !== undefined && it.state === SPAN_IN_USE && it.startAddr === addr) continue;
        return {
          at: hex(addr),
          expected: 'pageInUse bit 0: no span in use starts here',
          actual: '1',
        };
      }
    }
    return undefined;
  },
  examples: {
    holds: [
      goView(),
      large,
      heapOf(span(), span({ page: 511 })),
      altered(large, ({ go }) => (go.arenaAt = () => undefined)),
    ],
    violates: [
      altered(large, ({ go }) => setBit(go.arenas[0]!.pageInUse, 3)),
      altered(large, ({ go }) => setBit(go.arenas[0]!.pageInUse, 31)),
      altered(large, ({ go }) => (go.allspans[0]!.state = SPAN_DEAD)),
    ],
  },
});
