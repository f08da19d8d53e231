/**
 * Address-ordered first fit, the naive way: walk all mapped pages from the bottom.
 *
 * The radix tree of Go's page allocator must give the same answer (go1.19 runtime/mpagealloc.go, (*pageAlloc).find).
 */
import type { Addr, Pages } from '../../src/base/units.ts';
import { CHUNK_BYTES, PAGE_BYTES, PALLOC_CHUNK_PAGES } from './go.ts';
import type { PageAllocView } from './go.ts';

/**
 * Base of the lowest run of `npages` free mapped pages; -1 when there is none.
 *
 * @param asIfFree  pages at `asIfFree.base`, `npages` of them, count as free: those just handed out
 * @cost            O(mapped pages / 32), less where chunks are full
 */
export function lowestRun(
  pages: PageAllocView,
  npages: Pages,
  asIfFree?: { readonly base: Addr },
): Addr {
  const first = asIfFree === undefined ? -1 : asIfFree.base / PAGE_BYTES;
  let run = 0;
  let next = -1;
  for (const chunk of pages.chunks) {
    const chunkPage = (chunk.index * CHUNK_BYTES) / PAGE_BYTES;
    if (chunkPage !== next) run = 0;
    next = chunkPage + PALLOC_CHUNK_PAGES;
    for (let i = 0; i < PALLOC_CHUNK_PAGES; i += 1) {
      const page = chunkPage + i;
      const word = chunk.alloc[i >>> 5] as number;
      const handedOut = page >= first && page < first + npages && first >= 0;
      if (word === -1 && !handedOut && (i & 31) === 0 && !(first > page && first < page + 32)) {
        run = 0;
        i += 31;
        continue;
      }
      const free = handedOut || ((word >>> (i & 31)) & 1) === 0;
      run = free ? run + 1 : 0;
      if (run === npages) return (page - npages + 1) * PAGE_BYTES;
    }
  }
  return -1;
}
