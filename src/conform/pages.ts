/**
 * Programs for the page allocator: made from a seed, run by the model while they are made, to be run by Go's own.
 *
 * A program is lines of a command each, so that a Go test can read it:
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
 * and so are the answers: pages count from the first chunk, `-` stands for none.
 */
import type { Addr, Pages } from '../base/units.ts';
import type { Prng } from '../base/prng.ts';
import {
  CHUNK_BYTES,
  PAGE_BYTES,
  PAGE_CACHE_PAGES,
  PALLOC_CHUNK_PAGES,
} from '../../spec/views/go.ts';
import type { PageAlloc } from '../../models/go/page-alloc.ts';
import type { PageCache } from '../../models/go/page-cache.ts';

/** Where Go's tests put their first chunk. */
const BASE_CHUNK = 0xc000;
const BASE: Addr = BASE_CHUNK * CHUNK_BYTES;
const CACHES = 3;

/** The model, to be made anew for each program. */
export interface PageModel {
  readonly PageAlloc: new () => PageAlloc;
  readonly PageCache: new () => PageCache;
}

export interface PageProgram {
  readonly commands: readonly string[];
  readonly answers: readonly string[];
}

interface Run {
  readonly page: number;
  readonly npages: Pages;
}

/** Sets of chunks: side by side, with gaps, and so far apart that they share no summary but the root. */
const LAYOUTS: readonly (readonly number[])[] = [
  [0],
  [0, 1],
  [0, 1, 2, 3],
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [0, 2],
  [0, 3, 4],
  [0, 7, 8, 63, 64],
  [0, 511, 512],
  [0, 4095, 4096],
  [0, 1, 40_000, 40_001],
];

/** A program of `length` commands and a look at the state. */
export function pageProgram(prng: Prng, model: PageModel, length: number): PageProgram {
  const maker = new Maker(prng, model, prng.pick(LAYOUTS));
  for (let i = 0; i < length; i += 1) maker.step();
  maker.state();
  return maker;
}

class Maker implements PageProgram {
  readonly commands: string[] = [];
  readonly answers: string[] = [];
  readonly #prng: Prng;
  readonly #pages: PageAlloc;
  readonly #caches: readonly PageCache[];
  readonly #runs: Run[] = [];
  #lastChunk: number;

  constructor(prng: Prng, model: PageModel, chunks: readonly number[]) {
    this.#prng = prng;
    this.#pages = new model.PageAlloc();
    this.#caches = Array.from({ length: CACHES }, () => new model.PageCache());
    this.#lastChunk = chunks.at(-1) as number;
    for (const chunk of chunks) this.#grow(chunk);
    this.#tell(`p ${chunks.join(' ')}`, '-');
  }

  step(): void {
    switch (this.#prng.pick(STEPS)) {
      case 'alloc':
        return this.#alloc();
      case 'free':
        return this.#free();
      case 'fill':
        return this.#fill();
      case 'take':
        return this.#take();
      case 'flush':
        return this.#flush();
      case 'scavenge':
        return this.#scavenge();
      case 'grow':
        return this.#growOne();
    }
  }

  state(): void {
    const { searchAddr, maxSearchAddr, chunks } = this.#pages;
    const search = searchAddr === maxSearchAddr ? 'max' : String(pageOf(searchAddr));
    const leaves = this.#pages.summary.at(-1)!;
    let hash = 0x811c9dc5;
    for (const { index, alloc, scavenged } of chunks) {
      const summary = [leaves.start(index), leaves.max(index), leaves.end(index)];
      for (const word of [index - BASE_CHUNK, ...alloc, ...scavenged, ...summary]) {
        hash = Math.imul(hash ^ word, 0x01000193);
      }
    }
    this.#tell('e', `${search} ${(hash >>> 0).toString(16)}`);
  }

  #alloc(): void {
    const npages = this.#size();
    const base = this.#pages.alloc(npages);
    this.#tell(`a ${npages}`, this.#got(base, npages, this.#pages.allocScav));
  }

  /** All of a run, or a part of it. */
  #free(): void {
    const prng = this.#prng;
    const i = prng.below(Math.max(1, this.#runs.length));
    const run = this.#runs[i];
    if (run === undefined) return this.#alloc();
    const first = prng.oneIn(3) ? prng.below(run.npages) : 0;
    const npages = prng.oneIn(3) ? prng.between(1, run.npages - first) : run.npages - first;
    const rest = [
      { page: run.page, npages: first },
      { page: run.page + first + npages, npages: run.npages - first - npages },
    ];
    this.#runs.splice(i, 1, ...rest.filter((each) => each.npages > 0));
    this.#pages.free(BASE + (run.page + first) * PAGE_BYTES, npages);
    this.#tell(`f ${run.page + first} ${npages}`, '-');
  }

  #fill(): void {
    const slot = this.#caches.findIndex((cache) => cache.empty());
    if (slot < 0) return this.#take();
    const cache = this.#caches[slot] as PageCache;
    this.#pages.allocToCache(cache);
    const bits = `${hex32(cache.cacheHi)}${hex32(cache.cacheLo)} ${hex32(cache.scavHi)}${hex32(cache.scavLo)}`;
    const base = cache.empty() ? '-' : String(pageOf(cache.base));
    this.#tell(`c ${slot}`, `${base} ${bits}`);
  }

  #take(): void {
    const slot = this.#caches.findIndex((cache) => !cache.empty());
    if (slot < 0) return this.#alloc();
    const cache = this.#caches[slot] as PageCache;
    const npages = this.#prng.oneIn(4)
      ? this.#prng.between(1, PAGE_CACHE_PAGES)
      : 1 + this.#prng.below(4);
    const base = cache.alloc(npages);
    this.#tell(`k ${slot} ${npages}`, this.#got(base, npages, cache.allocScav));
  }

  #flush(): void {
    const slot = this.#caches.findIndex((cache) => !cache.empty());
    if (slot < 0) return this.#free();
    this.#caches[slot]!.flush(this.#pages);
    this.#tell(`l ${slot}`, '-');
  }

  #scavenge(): void {
    const npages = this.#prng.pick([1, 2, 8, 40, 300, 5000]);
    const released = this.#pages.scavenge(npages, () => {});
    this.#tell(`s ${npages}`, String(released));
  }

  #growOne(): void {
    const chunk = this.#lastChunk + this.#prng.pick([1, 1, 1, 2, 9]);
    this.#lastChunk = chunk;
    this.#grow(chunk);
    this.#tell(`g ${chunk}`, '-');
  }

  #grow(chunk: number): void {
    this.#pages.grow(BASE + chunk * CHUNK_BYTES, CHUNK_BYTES);
  }

  #size(): Pages {
    const prng = this.#prng;
    switch (prng.below(4)) {
      case 0:
        return 1;
      case 1:
        return prng.between(2, 16);
      case 2:
        return prng.between(1, 150);
      default:
        return prng.pick([63, 64, 65, 127, 128, 256, 511, PALLOC_CHUNK_PAGES, 513, 1024, 1500]);
    }
  }

  #got(base: Addr, npages: Pages, scav: number): string {
    if (base === 0) return '-';
    this.#runs.push({ page: pageOf(base), npages });
    return `${pageOf(base)} ${scav / PAGE_BYTES}`;
  }

  #tell(command: string, answer: string): void {
    this.commands.push(command);
    this.answers.push(answer);
  }
}

type Step = 'alloc' | 'free' | 'fill' | 'take' | 'flush' | 'scavenge' | 'grow';

/** How often each is done. */
const STEPS: readonly Step[] = [
  ...new Array<Step>(8).fill('alloc'),
  ...new Array<Step>(7).fill('free'),
  ...new Array<Step>(2).fill('fill'),
  ...new Array<Step>(4).fill('take'),
  'flush',
  ...new Array<Step>(2).fill('scavenge'),
  'grow',
];

function pageOf(addr: Addr): number {
  return (addr - BASE) / PAGE_BYTES;
}

function hex32(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}
