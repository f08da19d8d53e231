/**
 * A processor's own pages: 64 aligned pages, of which the set bits of `cache` are its to give.
 *
 * The page allocator counts them as allocated and forgets which of them are scavenged; the cache
 * remembers that in `scav`, a subset of `cache`. So a small request takes pages without touching
 * the radix tree.
 *
 * Keeps: go/page-cache-owns-its-pages, go/page-cache-scav-subset, go/page-cache-aligned.
 * Source: Go 1.19 runtime/mpagecache.go (pageCache).
 * Differs: 64 bits are two words; a flush gives its pages back in one call.
 */
import { popcount32 } from '../../src/base/bits.ts';
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { PAGE_BYTES, PAGE_CACHE_PAGES } from '../../spec/views/go.ts';
import type { PageCacheView } from '../../spec/views/go.ts';
import { findBitRange64 } from './palloc-bits.ts';

/** What a cache gives its pages back to. */
export interface PageHome {
  freePages64(cache: PageCacheView): void;
}

export class PageCache implements PageCacheView {
  /** Multiple of 64 pages; 0 before the first pages. */
  base: Addr = 0;
  cacheLo = 0;
  cacheHi = 0;
  scavLo = 0;
  scavHi = 0;
  /** Left by `alloc`: how much of what it gave is returned to the operating system. */
  allocScav: Bytes = 0;

  empty(): boolean {
    return this.cacheLo === 0 && this.cacheHi === 0;
  }

  /**
   * Base of the lowest run of `npages` pages, 1…64, which are the caller's now; 0 when there is
   * none.
   */
  alloc(npages: Pages): Addr {
    this.allocScav = 0;
    const i = findBitRange64(this.cacheLo, this.cacheHi, npages);
    if (i === PAGE_CACHE_PAGES) return 0;
    const lo = ones(i, i + npages);
    const hi = ones(i - 32, i + npages - 32);
    this.allocScav = PAGE_BYTES * (popcount32(this.scavLo & lo) + popcount32(this.scavHi & hi));
    this.cacheLo &= ~lo;
    this.cacheHi &= ~hi;
    this.scavLo &= ~lo;
    this.scavHi &= ~hi;
    return this.base + i * PAGE_BYTES;
  }

  /** Gives all pages back, scavenged ones as such: the processor goes away. */
  flush(pages: PageHome): void {
    if (this.empty()) return;
    pages.freePages64(this);
    this.clear();
  }

  clear(): void {
    this.base = 0;
    this.cacheLo = 0;
    this.cacheHi = 0;
    this.scavLo = 0;
    this.scavHi = 0;
  }
}

/** A word with ones at bits `from` (included) to `to` (excluded), as far as these lie in 0…31. */
function ones(from: number, to: number): number {
  return below(to) & ~below(from);
}

/** A word with ones at the bits below `bit`. */
function below(bit: number): number {
  if (bit <= 0) return 0;
  return bit >= 32 ? -1 : (1 << bit) - 1;
}
