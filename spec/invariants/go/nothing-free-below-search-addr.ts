import { ctz32 } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { mappedChunks } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { chunkBase, pageAddr } from '../../views/chunk-pages.ts';
import { PAGE_BYTES, PALLOC_CHUNK_PAGES } from '../../views/go.ts';

const low = heapOf(span({ spanclass: 1, npages: 40 }), span({ page: 41 }));

export const nothingFreeBelowSearchAddr = defineInvariant({
  id: 'go/nothing-free-below-search-addr',
  holds: 'no page below searchAddr is free',
  because:
    'the search starts there: what is free below is never found again, and the heap grows instead',
  sources: [go119('mpagealloc.go', 'pageAlloc.searchAddr')],
  when: 'always',
  cost: 'O(pages of a chunk / 32)',
  every: mappedChunks,
  check(chunk, { go }) {
    const { searchAddr } = go.pages;
    const below = Math.min(
      Math.ceil((searchAddr - chunkBase(chunk)) / PAGE_BYTES),
      PALLOC_CHUNK_PAGES,
    );
    for (let first = 0; first < below; first += 32) {
      const rest = below - first;
      const free = ~(chunk.alloc[first >>> 5] as number) & (rest >= 32 ? -1 : (1 << rest) - 1);
      if (free === 0) continue;
      const at = hex(pageAddr(chunk, first + ctz32(free)));
      return { at, expected: `no free page below ${hex(searchAddr)}`, actual: 'free' };
    }
    return undefined;
  },
  examples: {
    holds: [
      goView(),
      low,
      altered(low, ({ go }) => (go.pages.searchAddr = addrOf(7))),
      heapOf(span({ spanclass: 1, npages: 512 })),
    ],
    violates: [
      altered(low, ({ go }) => (go.pages.searchAddr = addrOf(41))),
      altered(goView(), ({ go }) => (go.pages.searchAddr = go.pages.maxSearchAddr)),
    ],
  },
});
