import { clearBit, ctz32, setBit } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { cachePages } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { mappedChunks } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_WORDS, flipCachedPages, findSpanPages, pageAddr } from '../../views/chunk-pages.ts';
import { SPAN_DEAD } from '../../views/go.ts';

const large = heapOf(span({ spanclass: 1, page: 2, npages: 5 }));
const across = heapOf(span({ spanclass: 1, page: 510, npages: 5 }));

/** Pages with one owner, or with three: written anew for every chunk. */
const owned = new Int32Array(CHUNK_WORDS);

export const pageBitmapOwned = defineInvariant({
  id: 'go/page-bitmap-owned',
  holds:
    'a page is allocated in its chunk exactly if it lies in one span in use or in one page cache',
  because: 'an allocated page without owner is lost; an owned one that is free is handed out again',
  sources: [
    go119('mpagealloc.go', '(*pageAlloc).allocRange'),
    go119('mpagecache.go', '(*pageAlloc).allocToCache'),
  ],
  when: 'quiescent',
  cost: 'O(pages of a chunk)',
  every: mappedChunks,
  check(chunk, { go }) {
    findSpanPages(go, chunk, owned);
    flipCachedPages(go, chunk, owned);
    for (let w = 0; w < CHUNK_WORDS; w += 1) {
      const wrong = (chunk.alloc[w] as number) ^ (owned[w] as number);
      if (wrong === 0) continue;
      const page = w * 32 + ctz32(wrong);
      const isOwned = (((owned[w] as number) >>> (page & 31)) & 1) === 1;
      const expected = isOwned ? 'allocated: it has an owner' : 'free: it has no owner, or two';
      return { at: hex(pageAddr(chunk, page)), expected, actual: isOwned ? 'free' : 'allocated' };
    }
    return undefined;
  },
  examples: {
    holds: [
      goView(),
      heapOf(span(), span({ page: 1 }), span({ page: 31, spanclass: 1, npages: 70 })),
      across,
      altered(large, (parts) => cachePages(parts, 64, 0b101, -1)),
    ],
    violates: [
      altered(large, ({ go }) => clearBit(go.pages.chunks[0]!.alloc, 6)),
      altered(large, ({ go }) => setBit(go.pages.chunks[0]!.alloc, 7)),
      altered(across, ({ go }) => clearBit(go.pages.chunks[1]!.alloc, 0)),
      altered(large, ({ go }) => (go.allspans[0]!.state = SPAN_DEAD)),
      altered(large, (parts) => cachePages(parts, 0, 0b100)),
      altered(large, ({ go }) => (go.arenaAt = () => undefined)),
    ],
  },
});
