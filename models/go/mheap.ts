/**
 * The mheap: spans of whole pages for everybody above. See go-heap.ts for the tiers.
 *
 * `alloc` first asks the processor's page cache (requests below 16 pages), then the page allocator; when that has no
 * run of free pages the heap grows, in multiples of 4 MiB inside reservations that are multiples of an arena. A freed
 * span's pages are free at once; its descriptor is reused, and its entries in the span table stay behind, stale.
 *
 * Keeps: go/span-table-covers-spans, go/spans-disjoint, go/page-bitmap-owned, go/heap-pages-conserved and the other
 *   accounting invariants.
 * Long, as mheap.go is: all of it is the life of a span between its pages and its descriptor.
 * Source: Go 1.19 runtime/mheap.go (alloc, allocSpan, allocNeedsZero, freeSpanLocked, grow, reclaim).
 * Differs: one list of spare descriptors instead of one per processor and a fixalloc; a refused sysMap makes the
 *   request fail and leaves the heap as it was, where Go ends the process.
 */
import { bitAt, clearBit, setBit } from '../../src/base/bits.ts';
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import {
  GC_OFF,
  NUM_SPAN_CLASSES,
  PAGE_BYTES,
  PAGE_CACHE_PAGES,
  PALLOC_CHUNK_PAGES,
  SPAN_DEAD,
  SPAN_IN_USE,
  SPAN_MANUAL,
  WORD_BYTES,
} from '../../spec/views/go.ts';
import type { GoEvents } from '../../spec/views/go.ts';
import type { Os } from '../os/os.ts';
import { ActiveSweep } from './active-sweep.ts';
import { ArenaHints } from './arena-hints.ts';
import { GcCPULimiter } from './gc-limiter.ts';
import type { GcController, PacingConfig } from './gc-controller.ts';
import type { Geometry } from './geometry.ts';
import { ArenaMap } from './heap-arena.ts';
import type { HeapArena } from './heap-arena.ts';
import { setHeapBits } from './heap-bitmap.ts';
import { MCentral } from './mcentral.ts';
import { MSpan } from './mspan.ts';
import { PageAlloc } from './page-alloc.ts';
import { PageCache } from './page-cache.ts';
import { Scavenger, scavengeForAllocation } from './scavenge.ts';
import { LoneWorld } from './world.ts';
import type { World } from './world.ts';
import { SpecialTable } from './span-specials.ts';
import { Stats } from './stats.ts';
import { SlowPaths } from './slow-path.ts';
import type { Slow } from './slow-path.ts';
import { sweep } from './sweep.ts';

/** Pages that the reclaimer looks at before it asks for more. */
const PAGES_PER_RECLAIMER_CHUNK = 512;

/** How a heap is set up, besides its memory. */
export interface HeapOptions extends PacingConfig {
  readonly procs: number;
  /** Whether each cycle is looked at a second time when it ends. */
  readonly checkmark?: boolean | undefined;
  readonly events?: GoEvents | undefined;
}

export class MHeap {
  readonly geometry: Geometry;
  readonly os: Os;
  readonly events: GoEvents | undefined;
  readonly stats: Stats;
  /** When the next cycle is due; see pacing.ts for who tells it what. */
  readonly controller: GcController;
  readonly limiter: GcCPULimiter;
  readonly pages: PageAlloc;
  readonly arenas: ArenaMap;
  readonly central: readonly MCentral[];
  /** Looks full, so that every class without a span asks for a refill. */
  readonly emptymspan = new MSpan(-1);
  /** Every descriptor ever made, once each. */
  readonly allspans: MSpan[] = [];
  /** Reserved but not yet mapped: the tail of the newest reservation. */
  readonly curArena: { base: Addr; limit: Addr } = { base: 0, limit: 0 };
  gcphase: number = GC_OFF;
  /** Even; +2 a cycle. 2 at first, so that no span of generation 0 looks swept. */
  sweepgen = 2;
  readonly activeSweep: ActiveSweep;
  /** What processors are in the middle of. */
  readonly slow: SlowPaths;
  /** Does a step of what no processor is in the middle of, as of the flush of mcaches; whether there was one. */
  whileSpinning: () => boolean = () => false;
  /** Span class whose unswept sets the sweeper looks at next. */
  centralIndex = 0;
  /** Since the last cycle. */
  pagesSwept: Pages = 0;
  /** Slots that got their mark bit in the running or last cycle. */
  slotsMarked = 0;
  /** Those of them without pointers that marking came to: not the ones born black. */
  noscanMarked = 0;
  /** Pages to sweep for each byte allocated; 0 when sweeping is not paced. */
  sweepPagesPerByte = 0;
  /** heapLive and pagesSwept where the line of the sweeper's pace begins. */
  sweepHeapLiveBasis: Bytes = 0;
  pagesSweptBasis: Pages = 0;
  /** heapInUse when the last cycle ended. */
  lastHeapInUse: Bytes = 0;
  readonly scavengeGoals = { gcPercentGoal: Infinity, memoryLimitGoal: Infinity };
  readonly scavenger = new Scavenger(this);
  /** Whether a cycle was due when that was last asked: at a refill or a large allocation. */
  triggerReached = false;
  /** The time, in nanoseconds. Here the world stands still; a scheduler of the collector moves it on. */
  nanotime = 0;
  /** Pages swept free that nobody asked for. */
  reclaimCredit: Pages = 0;
  /** Next page, counted over all arenas, that the reclaimer looks at; Infinity when it is through. */
  reclaimIndex: Pages = Infinity;
  /** The processor that serves; -1 for a thread that has none, which uses no page cache. */
  p = 0;
  /** GOMAXPROCS: processors 0…procs-1 are there. */
  procs: number;
  /** The runtime that the heap is part of. */
  world: World = new LoneWorld();
  /** Page caches by processor. */
  readonly pcaches: readonly PageCache[];
  readonly specials = new SpecialTable();
  readonly #spareSpans: MSpan[] = [];
  readonly #addressLimit: Addr;
  readonly #hints: ArenaHints;

  constructor(geometry: Geometry, os: Os, { procs, events, ...pacing }: HeapOptions) {
    this.geometry = geometry;
    this.os = os;
    this.events = events;
    this.activeSweep = new ActiveSweep(events);
    this.#addressLimit = geometry.addressLimit;
    this.pages = new PageAlloc(geometry);
    this.arenas = new ArenaMap(geometry.heapArenaBytes);
    this.central = Array.from(
      { length: NUM_SPAN_CLASSES },
      (_, spanclass) => new MCentral(spanclass),
    );
    this.procs = procs;
    this.pcaches = Array.from({ length: procs }, () => new PageCache());
    this.stats = new Stats(pacing);
    this.controller = this.stats.controller;
    this.limiter = new GcCPULimiter(this.nanotime, procs);
    this.#hints = new ArenaHints(geometry, os);
    this.slow = new SlowPaths(
      (p) => this.switchP(p),
      () => this.whileSpinning(),
    );
  }

  /** Makes a processor the current one, or none by -1; answers which one was. */
  switchP(p: number): number {
    const current = this.p;
    this.p = p;
    return current;
  }

  /** From now on there are so many processors. With the world stopped. */
  setProcs(procs: number): void {
    this.procs = procs;
    this.limiter.resetCapacity(this.nanotime, procs);
  }

  /** Whether all spans have been swept since the last cycle. */
  get sweepDone(): boolean {
    return this.activeSweep.isDone;
  }

  centralOf(spanclass: number): MCentral {
    return this.central[spanclass] as MCentral;
  }

  /** The span in whose pages `addr` lies, possibly a dead one that left its entry behind. */
  spanOf(addr: Addr): MSpan | undefined {
    if (!(addr >= 0 && addr < this.#addressLimit)) return undefined;
    return this.arenas.spanOf(addr);
  }

  /** A span of `npages` pages for slots of `spanclass`; undefined when there is no memory. */
  *alloc(npages: Pages, spanclass: number): Slow<MSpan | undefined> {
    if (!this.sweepDone) yield* this.reclaim(npages);
    const span = this.#allocSpan(npages);
    if (span === undefined) return undefined;
    if (this.slow.yields) yield 'pages-taken';
    const base = span.startAddr;
    span.init(base, npages, spanclass);
    span.needzero = this.#allocNeedsZero(base, npages) ? 1 : 0;
    span.sweepgen = this.sweepgen;
    this.stats.heapInUse += npages * PAGE_BYTES;
    this.stats.pagesInUse += npages;
    this.#setSpans(span);
    const arena = this.arenas.of(base) as HeapArena;
    setBit(arena.pageInUse, arena.pageOf(base));
    this.events?.spanAllocated(span);
    return span;
  }

  /** A span of `npages` pages for a stack or for work buffers; undefined when there is no memory. */
  allocManual(npages: Pages): MSpan | undefined {
    const span = this.#allocSpan(npages);
    if (span === undefined) return undefined;
    span.initManual(span.startAddr, npages);
    span.needzero = this.#allocNeedsZero(span.startAddr, npages) ? 1 : 0;
    this.stats.manualInUse += npages * PAGE_BYTES;
    this.#setSpans(span);
    this.events?.spanAllocated(span);
    return span;
  }

  /** Gives a manual span back to the page allocator. Not while marking runs. */
  freeManual(span: MSpan): void {
    if (span.state !== SPAN_MANUAL || span.allocCount !== 0)
      throw new Fatal('mheap.freeManual: bad span state');
    span.needzero = 1;
    this.stats.manualInUse -= span.npages * PAGE_BYTES;
    this.#freePagesOf(span);
  }

  /** Gives an empty, swept span back to the page allocator. */
  freeSpan(span: MSpan): void {
    if (span.state !== SPAN_IN_USE) throw new Fatal('mheap.freeSpan: bad span state');
    if (span.allocCount !== 0 || span.sweepgen !== this.sweepgen)
      throw new Fatal('mheap.freeSpan: invalid free');
    const { startAddr, npages } = span;
    const arena = this.arenas.of(startAddr) as HeapArena;
    clearBit(arena.pageInUse, arena.pageOf(startAddr));
    this.stats.pagesInUse -= npages;
    this.stats.heapInUse -= npages * PAGE_BYTES;
    this.#freePagesOf(span);
  }

  #freePagesOf(span: MSpan): void {
    const { startAddr, npages } = span;
    this.stats.heapFree += npages * PAGE_BYTES;
    this.events?.spanFreed(span);
    this.pages.free(startAddr, npages);
    span.state = SPAN_DEAD;
    this.#spareSpans.push(span);
    this.events?.pagesFreed(startAddr, npages);
  }

  /** Wins the right to sweep a span that needs it. */
  acquireForSweep(span: MSpan): boolean {
    if (span.sweepgen !== this.sweepgen - 2) return false;
    span.sweepgen = this.sweepgen - 1;
    return true;
  }

  /** Clears the pointer bits of a new span; all words of an 8-byte class with pointers get both, for good. */
  initHeapBits(span: MSpan): void {
    const words = (span.npages * PAGE_BYTES) / WORD_BYTES;
    const allPointers = span.elemsize === WORD_BYTES && (span.spanclass & 1) === 0;
    setHeapBits(this.arenas, span.startAddr, words, allPointers ? words : 0);
  }

  /** Sweeps spans in which nothing was marked, until `npages` pages came free or none is left. */
  *reclaim(npages: Pages): Slow<void> {
    let wanted = npages;
    while (wanted > 0) {
      const credit = Math.min(this.reclaimCredit, wanted);
      this.reclaimCredit -= credit;
      wanted -= credit;
      if (wanted === 0 || this.reclaimIndex === Infinity) return;
      wanted -= yield* this.#reclaimChunk();
    }
    this.reclaimCredit -= wanted;
  }

  /** Looks at the next pages for spans without a mark; pages that came free. */
  *#reclaimChunk(): Slow<Pages> {
    const { all } = this.arenas;
    const pagesPerArena = this.geometry.heapArenaBytes / PAGE_BYTES;
    const arena = all[Math.floor(this.reclaimIndex / pagesPerArena)];
    if (arena === undefined) {
      this.reclaimIndex = Infinity;
      return 0;
    }
    const from = this.reclaimIndex % pagesPerArena;
    this.reclaimIndex += PAGES_PER_RECLAIMER_CHUNK;
    if (!this.activeSweep.begin()) return 0;
    let freed = 0;
    for (let page = from; page < from + PAGES_PER_RECLAIMER_CHUNK; page += 1) {
      if (arena.pageInUse[page >>> 5] === 0) page |= 31;
      else if (bitAt(arena.pageInUse, page) && !bitAt(arena.pageMarks, page)) {
        const span = arena.spans[page] as MSpan;
        if (!this.acquireForSweep(span)) continue;
        const { npages } = span;
        if (yield* sweep(this, span, false)) freed += npages;
        this.events?.sweptBy('reclaimer');
        if (this.slow.yields) yield 'reclaiming';
      }
    }
    this.activeSweep.end();
    return freed;
  }

  /** A descriptor with pages, which is not a span of any kind yet. */
  #allocSpan(npages: Pages): MSpan | undefined {
    const base = this.#allocPages(npages);
    if (base === 0) return undefined;
    const span = this.#spareSpans.pop() ?? this.#newDescriptor();
    span.startAddr = base;
    return span;
  }

  /** First page of a run of `npages`, backed by memory; 0 when there is none. */
  #allocPages(npages: Pages): Addr {
    let base = 0;
    let scav = 0;
    const mapped = this.pages.inUse.totalBytes;
    const pcache = this.pcaches[this.p];
    if (npages < PAGE_CACHE_PAGES / 4 && pcache !== undefined) {
      if (pcache.empty()) {
        this.pages.allocToCache(pcache);
        this.events?.pageCacheFilled(this.p);
      }
      base = pcache.alloc(npages);
      scav = pcache.allocScav;
      if (base !== 0) this.events?.pageCacheUsed(this.p, base, npages, scav);
    }
    if (base === 0) {
      base = this.#allocFromHeap(npages);
      scav = this.pages.allocScav;
    }
    if (base === 0) return 0;
    scavengeForAllocation(this, { scav, growth: this.pages.inUse.totalBytes - mapped });
    const bytes = npages * PAGE_BYTES;
    if (scav !== 0) {
      this.os.sysUsed(base, bytes);
      this.stats.heapReleased -= scav;
      this.stats.mappedReady += scav;
    }
    this.stats.heapFree -= bytes - scav;
    return base;
  }

  #allocFromHeap(npages: Pages): Addr {
    let base = this.pages.alloc(npages);
    this.events?.pagesAllocated(base, npages, this.pages.allocScav);
    if (base !== 0) return base;
    if (!this.#grow(npages)) return 0;
    base = this.pages.alloc(npages);
    if (base === 0) throw new Fatal('grew heap, but no adequate free space found');
    this.events?.pagesAllocated(base, npages, this.pages.allocScav);
    return base;
  }

  /** Maps at least `npages` more pages in a row; whether the operating system gave them. */
  #grow(npages: Pages): boolean {
    const { curArena } = this;
    const ask = Math.ceil(npages / PALLOC_CHUNK_PAGES) * PALLOC_CHUNK_PAGES * PAGE_BYTES;
    if (curArena.base + ask > curArena.limit) {
      const region = this.#hints.reserve(ask);
      if (region === undefined) return false;
      if (region.base !== curArena.limit) {
        const rest = curArena.limit - curArena.base;
        if (rest > 0 && !this.#mapAndAdd(curArena.base, rest)) {
          this.os.sysFree(region.base, region.limit - region.base);
          return false;
        }
        curArena.base = region.base;
      }
      curArena.limit = region.limit;
      this.#addArenas(region.base, region.limit);
    }
    if (!this.#mapAndAdd(curArena.base, ask)) return false;
    curArena.base += ask;
    return true;
  }

  /** Makes reserved memory the page allocator's: free, and counted as released until its first use. */
  #mapAndAdd(base: Addr, bytes: Bytes): boolean {
    if (!this.os.sysMap(base, bytes)) return false;
    this.stats.heapReleased += bytes;
    this.pages.grow(base, bytes);
    this.events?.heapGrown(base, bytes);
    return true;
  }

  #addArenas(base: Addr, limit: Addr): void {
    const { heapArenaBytes } = this.geometry;
    for (let index = base / heapArenaBytes; index < limit / heapArenaBytes; index += 1) {
      if (this.arenas.at(index) !== undefined) throw new Fatal('arena already initialized');
      this.arenas.add(index);
    }
  }

  /** Whether any of the pages was handed out before; raises the high-water marks over them. */
  #allocNeedsZero(base: Addr, npages: Pages): boolean {
    let needzero = false;
    let at = base;
    const end = base + npages * PAGE_BYTES;
    while (at < end) {
      const arena = this.arenas.of(at) as HeapArena;
      const from = at - arena.base;
      const to = Math.min(end - arena.base, this.geometry.heapArenaBytes);
      if (from < arena.zeroedBase) needzero = true;
      if (to > arena.zeroedBase) arena.zeroedBase = to;
      at = arena.base + to;
    }
    return needzero;
  }

  /** Enters a span in the table of every arena that it lies in. */
  #setSpans(span: MSpan): void {
    const end = span.startAddr + span.npages * PAGE_BYTES;
    let arena = this.arenas.of(span.startAddr) as HeapArena;
    arena.needBitmap();
    for (let at = span.startAddr; at < end; at += PAGE_BYTES) {
      if (at - arena.base === this.geometry.heapArenaBytes) {
        arena = this.arenas.of(at) as HeapArena;
        arena.needBitmap();
      }
      arena.spans[arena.pageOf(at)] = span;
    }
  }

  #newDescriptor(): MSpan {
    const span = new MSpan(this.allspans.length);
    this.allspans.push(span);
    return span;
  }
}
