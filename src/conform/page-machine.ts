/**
 * The model's page allocator behind lines of text, as src/adapters/go/tests/conform_test.go has Go's behind the same.
 *
 *     p 0 1 7        a page allocator with these chunks, free and returned to the system
 *     a 3            allocates three pages
 *     f 12 3         frees three pages from page 12
 *     c 0            fills page cache 0
 *     k 0 2          allocates two pages from it
 *     l 0            gives it back
 *     s 16           returns up to 16 pages to the system
 *     g 9            one more chunk
 *     e              the state: searchAddr and a hash of the chunks' bits and summaries
 *
 * An answer is a line too: pages count from the first chunk, `-` stands for none.
 */
import type { Addr, Pages } from '../base/units.ts';
import { CHUNK_BYTES, PAGE_BYTES } from '../../spec/views/go.ts';
import { LINUX64 } from '../../models/go/geometry.ts';
import type { PageAlloc } from '../../models/go/page-alloc.ts';
import type { PageCache } from '../../models/go/page-cache.ts';
import { lastWords } from './part.ts';

/** Where Go's tests put their first chunk. */
const BASE_CHUNK = 0xc000;
const BASE: Addr = BASE_CHUNK * CHUNK_BYTES;
export const PAGE_CACHES = 3;

/** The model, to be made anew for each program: its classes, or those of a mutant. */
export interface PageModel {
  readonly PageAlloc: typeof PageAlloc;
  readonly PageCache: typeof PageCache;
  /** Pages of a huge page of the system that the model is held against; 0 where there are none. */
  readonly hugePages: Pages;
}

export class PageMachine {
  readonly #model: PageModel;
  #pages: PageAlloc;
  #caches: readonly PageCache[];

  constructor(model: PageModel) {
    this.#model = model;
    this.#pages = newPages(model);
    this.#caches = [];
  }

  /** Runs a command; its answer. */
  do(command: string): string {
    const [op = '', ...words] = command.split(' ');
    const [a = 0, b = 0] = words.map(Number);
    return lastWords(() => (op === 'p' ? this.#start(words.map(Number)) : this.#answer(op, a, b)));
  }

  #start(chunks: readonly number[]): string {
    this.#pages = newPages(this.#model);
    this.#caches = Array.from({ length: PAGE_CACHES }, () => new this.#model.PageCache());
    for (const chunk of chunks) this.#grow(chunk);
    return '-';
  }

  #answer(op: string, a: number, b: number): string {
    const pages = this.#pages;
    switch (op) {
      case 'a':
        return got(pages.alloc(a), pages.allocScav);
      case 'f':
        pages.free(BASE + a * PAGE_BYTES, b);
        return '-';
      case 'c':
        return this.#fill(this.#cache(a));
      case 'k':
        return got(this.#cache(a).alloc(b), this.#cache(a).allocScav);
      case 'l':
        this.#cache(a).flush(pages);
        return '-';
      case 's':
        return String(pages.scavenge(a, () => {}));
      case 'g':
        this.#grow(a);
        return '-';
      default:
        return this.#state();
    }
  }

  #cache(slot: number): PageCache {
    return this.#caches[slot] as PageCache;
  }

  #fill(cache: PageCache): string {
    this.#pages.allocToCache(cache);
    const base = cache.empty() ? '-' : String(pageOf(cache.base));
    const { cacheHi, cacheLo, scavHi, scavLo } = cache;
    return `${base} ${hex32(cacheHi)}${hex32(cacheLo)} ${hex32(scavHi)}${hex32(scavLo)}`;
  }

  #grow(chunk: number): void {
    this.#pages.grow(BASE + chunk * CHUNK_BYTES, CHUNK_BYTES);
  }

  #state(): string {
    const { searchAddr, maxSearchAddr, chunks, summary } = this.#pages;
    const search = searchAddr === maxSearchAddr ? 'max' : String(pageOf(searchAddr));
    const leaves = summary.at(-1)!;
    let hash = 0x811c9dc5;
    for (const { index, alloc, scavenged } of chunks) {
      const sums = [leaves.start(index), leaves.max(index), leaves.end(index)];
      for (const word of [index - BASE_CHUNK, ...alloc, ...scavenged, ...sums]) {
        hash = Math.imul(hash ^ word, 0x01000193);
      }
    }
    return `${search} ${(hash >>> 0).toString(16)}`;
  }
}

function newPages({ PageAlloc: Pages, hugePages }: PageModel): PageAlloc {
  return new Pages({ ...LINUX64, physHugePageBytes: hugePages * PAGE_BYTES });
}

function got(base: Addr, scav: number): string {
  return base === 0 ? '-' : `${pageOf(base)} ${scav / PAGE_BYTES}`;
}

function pageOf(addr: Addr): number {
  return (addr - BASE) / PAGE_BYTES;
}

function hex32(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
