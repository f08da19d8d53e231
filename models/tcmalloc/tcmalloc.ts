/**
 * TCMalloc as gperftools has it: small objects from caches of the thread, large ones from a heap of pages.
 *
 *     malloc(size)                                                                free(addr)
 *       │ up to 256 KiB, by size class                     above │                    │ page map: whose page is it
 *       ▼                                                        │                    ▼
 *     thread cache    a list of free objects for each class, no lock   ◄──────────── small: the list of the thread
 *       │ list empty: as many as it has room for                 │                    │ list too long: a batch
 *       ▼                                                        │                    ▼
 *     transfer cache  whole batches on their way                 │     ◄──────────────┤ a slot for it
 *       │ no batch                                               │                    ▼
 *     central list    spans of the class with free objects       │     ◄──────────────┘ else object by object
 *       │ none: a new span of the class's length                 │                    │ span empty
 *       ▼                                                        ▼                    ▼
 *     page heap       lists and sets of free spans, normal and returned ◄──────────── joined with its neighbours
 *       │ nothing fits
 *       ▼
 *     system          memory that is never unmapped, only given back by its contents
 *
 * A span is the unit of ownership, and the page map the only way to it. Threads are numbered; a thread has a cache from its
 * first small call on until it ends.
 *
 * Source: gperftools tcmalloc.cc, do_malloc, do_free, do_realloc, do_memalign; thread_cache.cc.
 * Differs: realloc as since 2.18; a block of which free knows nothing ends the process only where the page map knows nothing.
 *   Left out: sampling, the new-handler, hooks.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { IN_USE } from '../../spec/views/tc-span.ts';
import type { TcmallocEvents } from '../../spec/views/tcmalloc-log.ts';
import { copyBytes, zeroBytes } from '../malloc/bytes.ts';
import type { Os } from '../os/os.ts';
import { Budget } from './budget.ts';
import { CentralFreeList } from './central-free-list.ts';
import type { Geometry } from './geometry.ts';
import { Metadata } from './metadata.ts';
import { PageHeap } from './page-heap.ts';
import { PageMap } from './page-map.ts';
import { sizeMapOf } from './size-map.ts';
import type { SizeMap } from './size-map.ts';
import { SlowPaths, finished } from './slow-path.ts';
import type { Slow } from './slow-path.ts';
import type { Span } from './span.ts';
import { System } from './system.ts';
import { ThreadCache } from './thread-cache.ts';
import { Trade } from './trade.ts';

/** One past the last address of a process. */
export const ADDRESS_LIMIT: Addr = 2 ** 47;

export interface TcmallocConfig {
  readonly geometry: Geometry;
  readonly os: Os;
  readonly threads: number;
  readonly memoryLimit: Bytes | undefined;
  readonly events: TcmallocEvents;
}

export class Tcmalloc {
  readonly geometry: Geometry;
  readonly sizeMap: SizeMap;
  readonly system: System;
  readonly metadata: Metadata;
  readonly pageMap: PageMap;
  readonly pageHeap: PageHeap;
  readonly central: readonly CentralFreeList[];
  readonly trade: Trade;
  readonly budget: Budget<ThreadCache>;
  readonly slow = new SlowPaths();
  /** The thread that calls. */
  thread = 0;
  /** By thread. */
  readonly #caches: (ThreadCache | undefined)[];
  readonly #events: TcmallocEvents;

  constructor({ geometry, os, threads, memoryLimit, events }: TcmallocConfig) {
    this.geometry = geometry;
    this.#events = events;
    this.sizeMap = sizeMapOf(geometry);
    this.system = new System(os, geometry);
    this.metadata = new Metadata(this.system, geometry.metadataChunkBytes);
    this.pageMap = new PageMap(this.metadata);
    const { system, metadata, pageMap } = this;
    this.pageHeap = new PageHeap({ geometry, system, metadata, pageMap, events, memoryLimit });
    const { pageHeap } = this;
    const central: CentralFreeList[] = [];
    this.trade = new Trade(central);
    const { trade } = this;
    for (let c = 0; c < this.sizeMap.count; c += 1)
      central.push(new CentralFreeList(c, { geometry, pageHeap, pageMap, trade, events }));
    this.central = central;
    this.budget = new Budget(geometry, events);
    this.#caches = Array.from({ length: threads }, () => undefined);
  }

  /** Of threads that have one, newest first. */
  get caches(): readonly ThreadCache[] {
    return this.budget.caches;
  }

  /** A block, or 0. A block of no bytes is one of the smallest class. */
  malloc(size: Bytes): Addr {
    if (size > this.geometry.maxSmallBytes) return this.#large(size);
    const sizeClass = this.sizeMap.classOf(size);
    const cache = this.#cache();
    if (cache === undefined) return this.#uncached(sizeClass);
    return cache.take(sizeClass) || finished(cache.fetch(sizeClass));
  }

  /** The same, as a path that may be suspended. */
  *mallocSlowly(size: Bytes): Slow<Addr> {
    const { geometry, sizeMap } = this;
    const cache = size > geometry.maxSmallBytes ? undefined : this.#cache();
    if (cache === undefined) return this.malloc(size);
    const sizeClass = sizeMap.classOf(size);
    return cache.take(sizeClass) || (yield* cache.fetch(sizeClass));
  }

  calloc(count: number, size: Bytes): Addr {
    const addr = this.malloc(count * size);
    if (addr !== 0) zeroBytes(this.system.os, addr, this.usableSize(addr));
    return addr;
  }

  /** @param alignment  a power of two */
  memalign(alignment: Bytes, size: Bytes): Addr {
    const { pageBytes } = this.geometry;
    if (size + alignment > ADDRESS_LIMIT) return this.#impossible();
    if (alignment <= pageBytes) return this.malloc(alignedSize(size, alignment));
    const span = this.pageHeap.makeAligned(this.#pagesOf(size), alignment / pageBytes);
    return span === undefined ? 0 : this.#blockOf(span);
  }

  free(addr: Addr): void {
    if (addr === 0) return;
    const page = this.#pageOf(addr);
    const cached = this.pageMap.cachedClass(page);
    this.#free(addr, cached === 0 ? this.#lookUp(addr) : cached);
  }

  /** Free of a block whose size its client tells, and 0 or its alignment. */
  freeSized(addr: Addr, size: Bytes, alignment: Bytes): void {
    const { maxSmallBytes, pageBytes } = this.geometry;
    const asked = alignment === 0 ? size : alignedSize(size, alignment);
    const isHint = addr % pageBytes !== 0 && asked <= maxSmallBytes && alignment <= pageBytes;
    if (!isHint) {
      this.free(addr);
      return;
    }
    const hinted = this.sizeMap.classOf(asked);
    const sizeClass = this.pageMap.get(this.#pageOf(addr))?.sizeClass ?? 0;
    this.#events.freedSized({ addr, hinted, sizeClass });
    this.#free(addr, hinted);
  }

  /** @param addr  of a block, or 0 */
  realloc(addr: Addr, size: Bytes): Addr {
    if (addr === 0) return this.malloc(size);
    const usableBefore = this.usableSize(addr);
    const usable = this.usableFor(size);
    if (usable === usableBefore) {
      this.#events.resized({ from: addr, to: addr, usableBefore, size, usable });
      return addr;
    }
    const to = this.malloc(size);
    if (to === 0) return 0;
    copyBytes(this.system.os, addr, to, Math.min(usableBefore, size));
    this.#events.resized({ from: addr, to, usableBefore, size, usable });
    this.free(addr);
    return to;
  }

  /** @param addr  of a block */
  usableSize(addr: Addr): Bytes {
    const page = this.#pageOf(addr);
    const sizeClass = this.pageMap.cachedClass(page) || this.#lookUp(addr);
    if (sizeClass > 0) return this.sizeMap.sizes[sizeClass] as Bytes;
    return (this.pageMap.get(page) as Span).npages * this.geometry.pageBytes;
  }

  /** What a new block of that size would have. */
  usableFor(size: Bytes): Bytes {
    const { maxSmallBytes, pageBytes } = this.geometry;
    if (size <= maxSmallBytes) return this.sizeMap.sizes[this.sizeMap.classOf(size)] as Bytes;
    return this.#pagesOf(size) * pageBytes;
  }

  /** Gives back at least so many pages, if there are. */
  release(npages: number): number {
    return this.pageHeap.releaseAtLeast(npages);
  }

  /** The thread ends, or is going to be idle: its cache is gone. False where it has none. */
  endThread(thread: number): boolean {
    const cache = this.#caches[thread];
    if (cache === undefined) return false;
    cache.empty();
    this.budget.leave(cache);
    this.#caches[thread] = undefined;
    this.metadata.give('cache');
    this.#events.cacheLeft(thread);
    return true;
  }

  /** The thread's cache, made when it is first needed; undefined where there is no memory for it. */
  #cache(): ThreadCache | undefined {
    const known = this.#caches[this.thread];
    if (known !== undefined) return known;
    if (!this.metadata.take('cache')) {
      this.#events.reached('tcmalloc/metadata-refused');
      return undefined;
    }
    const { sizeMap, central, budget } = this;
    const increase = (grown: ThreadCache): void => budget.increase(grown);
    const parts = { sizeMap, central, increase, events: this.#events };
    const cache = new ThreadCache(this.thread, parts);
    this.#caches[this.thread] = cache;
    budget.enter(cache);
    return cache;
  }

  /** For a thread without a cache. */
  #uncached(sizeClass: number): Addr {
    const list = this.central[sizeClass] as CentralFreeList;
    return finished(list.removeRange(1)).pop() ?? 0;
  }

  #large(size: Bytes): Addr {
    if (size > ADDRESS_LIMIT) return this.#impossible();
    const span = this.pageHeap.make(this.#pagesOf(size));
    return span === undefined ? 0 : this.#blockOf(span);
  }

  /** More than any system has: nothing is tried. */
  #impossible(): 0 {
    this.system.refuse();
    return 0;
  }

  #blockOf(span: Span): Addr {
    this.pageMap.forgetClass(span.page);
    return span.page * this.geometry.pageBytes;
  }

  /** The class of a block by its span; 0 for a large one. */
  #lookUp(addr: Addr): number {
    const page = this.#pageOf(addr);
    const span = this.pageMap.get(page);
    if (span === undefined) throw new Fatal(`attempt to free an invalid pointer`);
    if (span.sizeClass > 0) this.pageMap.cacheClass(page, span.sizeClass);
    return span.sizeClass;
  }

  #free(addr: Addr, sizeClass: number): void {
    if (sizeClass > 0) {
      const cache = this.#cache();
      if (cache !== undefined) cache.put(addr, sizeClass);
      else finished((this.central[sizeClass] as CentralFreeList).insertRange([addr]));
      return;
    }
    const span = this.pageMap.get(this.#pageOf(addr)) as Span;
    const isStart = span.page * this.geometry.pageBytes === addr;
    if (!isStart || span.location !== IN_USE) throw new Fatal(`a large block is freed twice`);
    this.pageHeap.free(span);
  }

  #pageOf(addr: Addr): number {
    return Math.floor(addr / this.geometry.pageBytes);
  }

  #pagesOf(size: Bytes): number {
    const { pageBytes, minSpanPages } = this.geometry;
    return Math.max(1, Math.ceil(size / (pageBytes * minSpanPages))) * minSpanPages;
  }
}

/** A multiple of the alignment that a class is good for; the size itself where that is more than there can be. */
function alignedSize(size: Bytes, alignment: Bytes): Bytes {
  return Math.max(alignment, Math.ceil(size / alignment) * alignment);
}
