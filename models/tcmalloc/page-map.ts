/**
 * From a page to its span: the only way from an address to whoever owns it.
 *
 *     in use, of a class      every page says its span
 *     in use, a large block   the first page and the last
 *     free                    the first page and the last; what those between say is stale
 *
 * So it is only asked about objects of a class, and about pages at the end of a span.
 *
 * Source: gperftools pagemap.h; page_heap.h, RegisterSizeClass; packed-cache-inl.h.
 * Differs: one table of leaves of 512 pages, where gperftools has two or three levels by the bits of an address; the class
 *   cache keeps the whole page number and has 2^12 places in each build.
 */
import type { Pages } from '../../src/base/units.ts';
import type { PageNumber } from '../../spec/views/tc-span.ts';
import type { Metadata } from './metadata.ts';
import type { Span } from './span.ts';

const LEAF_PAGES = 512;
const CACHE_PLACES = 4096;
/** A place of the class cache says a page and its class: the page times this, and the class. */
const CLASSES = 256;

type Leaf = (Span | undefined)[];

export class PageMap {
  readonly #metadata: Metadata;
  readonly #leaves = new Map<number, Leaf>();
  readonly #cache = new Map<number, number>();

  constructor(metadata: Metadata) {
    this.#metadata = metadata;
  }

  get(page: PageNumber): Span | undefined {
    return this.#leaves.get(Math.floor(page / LEAF_PAGES))?.[page % LEAF_PAGES];
  }

  /** The page has a leaf. */
  set(page: PageNumber, span: Span): void {
    (this.#leaves.get(Math.floor(page / LEAF_PAGES)) as Leaf)[page % LEAF_PAGES] = span;
  }

  /** Has leaves for pages; false where there is no memory for them. */
  ensure(page: PageNumber, npages: Pages): boolean {
    const last = Math.floor((page + npages - 1) / LEAF_PAGES);
    for (let i = Math.floor(page / LEAF_PAGES); i <= last; i += 1) {
      if (this.#leaves.has(i)) continue;
      if (!this.#metadata.take('leaf')) return false;
      this.#leaves.set(i, new Array<Span | undefined>(LEAF_PAGES));
    }
    return true;
  }

  /** The class that was last noted for a page; 0 where that is forgotten. */
  cachedClass(page: PageNumber): number {
    const noted = this.#cache.get(page % CACHE_PLACES) ?? 0;
    return Math.floor(noted / CLASSES) === page ? noted % CLASSES : 0;
  }

  cacheClass(page: PageNumber, sizeClass: number): void {
    this.#cache.set(page % CACHE_PLACES, page * CLASSES + sizeClass);
  }

  forgetClass(page: PageNumber): void {
    if (this.cachedClass(page) !== 0) this.#cache.delete(page % CACHE_PLACES);
  }
}
