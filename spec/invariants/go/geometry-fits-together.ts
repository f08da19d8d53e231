import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { heapGeometry } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_BYTES, PALLOC_CHUNK_PAGES } from '../../views/go.ts';

/** Bits of the largest count of pages that a summary can hold. */
const LOG_MAX_PACKED = 21;

export const geometryFitsTogether = defineInvariant({
  id: 'go/geometry-fits-together',
  holds:
    'arenas are whole chunks, the levels of the radix tree cover the address space, and a root entry fits a summary',
  because:
    'pages at the end of an arena or of the address space would be in no chunk or in no summary',
  sources: [
    go119('malloc.go', 'mallocinit: pallocChunkPages, pagesPerArena'),
    go119('mpagealloc.go', '(*pageAlloc).init: root level max pages does not fit in summary'),
  ],
  when: 'always',
  cost: 'O(levels)',
  every: heapGeometry,
  check({ name, heapAddrBits, heapArenaBytes, summaryLevelBits }) {
    const logChunk = Math.log2(CHUNK_BYTES);
    const covered = summaryLevelBits.reduce((sum, bits) => sum + bits, logChunk);
    const rootBits = covered - summaryLevelBits[0]! - logChunk + Math.log2(PALLOC_CHUNK_PAGES);
    const wrong = (expected: string, actual: number) => ({
      at: name,
      expected,
      actual: String(actual),
    });
    if (heapArenaBytes % CHUNK_BYTES !== 0)
      return wrong(`arenas of whole chunks of ${CHUNK_BYTES} bytes`, heapArenaBytes);
    if (covered !== heapAddrBits) return wrong(`${heapAddrBits} bits of an address`, covered);
    if (rootBits > LOG_MAX_PACKED)
      return wrong(`2^${LOG_MAX_PACKED} pages a root entry at most`, 2 ** rootBits);
    return undefined;
  },
  examples: {
    holds: [goView(), geometryWith({ heapAddrBits: 48, summaryLevelBits: [14, 3, 3, 3, 3] })],
    violates: [
      geometryWith({ heapArenaBytes: CHUNK_BYTES / 2 }),
      geometryWith({ heapAddrBits: 33 }),
      geometryWith({ heapAddrBits: 48, summaryLevelBits: [11, 6, 3, 3, 3] }),
    ],
  },
});

function geometryWith(over: {
  heapAddrBits?: number;
  heapArenaBytes?: number;
  summaryLevelBits?: number[];
}) {
  return altered(goView(), ({ go }) => {
    go.geometry = { ...go.geometry, ...over };
  });
}
