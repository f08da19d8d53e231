/**
 * The page allocator: which pages of the heap are free, and the lowest run of them that is long
 * enough.
 *
 * Pages are bits in chunks of 512. Over the chunks stands a radix tree of summaries (see
 * palloc-sum.ts): each entry knows the free pages at its start, its end, and the longest run
 * inside. `find` goes down from the root; on each level it walks one block of entries, adding up
 * free pages that run on from entry to entry:
 *
 *     entries        [full][..end 3][start 9..][..max 40..]
 *     npages = 12               \________/                    straddles entries: address known
 *     npages = 30                              [..max 40..]   inside an entry: go down into it
 *
 * So the answer is the lowest address that fits: address-ordered first fit. `searchAddr` makes it
 * fast: no page below it is free. An allocation raises it, only to an address that is proven; a
 * free lowers it. It never points into unmapped memory (golang/go#40191), or is `maxSearchAddr`
 * when nothing is free.
 *
 * Memory that grows the heap is free and scavenged: its first user has to ask the operating system
 * for it.
 *
 * Keeps: go/leaf-summaries-match-bitmap, go/inner-summaries-match-children, go/search-addr-mapped,
 *   go/nothing-free-below-search-addr, go/first-fit, go/in-use-covers-chunks.
 * Source: Go 1.19 runtime/mpagealloc.go (pageAlloc), mpagecache.go (allocToCache, flush),
 *   mgcscavenge.go (scavenge, scavengeOne).
 * Differs: a second result is left in a field, so that no call allocates. `update` summarizes every
 *   chunk of its range, where Go sets the middle ones of a contiguous range wholesale. Windows of
 *   free memory are aligned blocks, which nest or are disjoint, so `#foundFree` does not check
 *   that.
 */
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { hex } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import {
  CHUNK_BYTES,
  PAGE_BYTES,
  PAGE_CACHE_PAGES,
  PALLOC_CHUNK_PAGES,
} from '../../spec/views/go.ts';
import type { PageAllocView, PageCacheView } from '../../spec/views/go.ts';
import { AddrRanges } from './addr-ranges.ts';
import type { Geometry } from './geometry.ts';
import type { PageCache, PageHome } from './page-cache.ts';
import { ChunkTable, PallocData } from './palloc-bits.ts';
import { ScavengeIndex } from './scavenge-index.ts';
import { summaryLevels } from './palloc-sum.ts';
import type { SummaryLevel } from './palloc-sum.ts';

const CACHE_BYTES = PAGE_CACHE_PAGES * PAGE_BYTES;

/** Gives the memory of free pages back to the operating system. */
export type Release = (base: Addr, npages: Pages) => void;

/** Free pages that nobody can be given while their memory is returned. */
export interface HiddenRun {
  readonly base: Addr;
  readonly npages: Pages;
}

export class PageAlloc implements PageAllocView, PageHome {
  /** Root first; the last has an entry for each chunk. */
  readonly summary: readonly SummaryLevel[];
  /** No free page lies below it; the address of a page, or `maxSearchAddr`. */
  searchAddr: Addr;
  readonly maxSearchAddr: Addr;
  start = 0;
  end = 0;
  readonly inUse = new AddrRanges();
  /** Left by `alloc`: how much of what it gave is returned to the operating system. */
  allocScav: Bytes = 0;
  readonly scavengeIndex = new ScavengeIndex();
  readonly #chunks = new ChunkTable();
  /** Pages of a huge page; 1 where there are none. */
  readonly #hugePages: Pages;
  readonly #leaves: SummaryLevel;
  /** While `find` runs: the smallest block of chunks known to hold the lowest free page. */
  #windowFirst = 0;
  /** One past the last chunk of that block. */
  #windowLimit = 0;
  /** Left by `#scanBlock`: the address of a run that straddles entries; 0 when there is none. */
  #straddling: Addr = 0;
  /** Left by `find`: the searchAddr that its answer proves. */
  #foundSearchAddr: Addr = 0;

  constructor(geometry: Geometry) {
    this.summary = summaryLevels(geometry.summaryLevelBits);
    this.#hugePages = Math.max(1, geometry.physHugePageBytes / PAGE_BYTES);
    this.#leaves = this.summary.at(-1) as SummaryLevel;
    this.maxSearchAddr = 2 ** geometry.heapAddrBits - 1;
    this.searchAddr = this.maxSearchAddr;
  }

  /** Mapped chunks, ascending. */
  get chunks(): readonly PallocData[] {
    return this.#chunks.all;
  }

  chunkAt(index: number): PallocData | undefined {
    return this.#chunks.at(index);
  }

  /**
   * Adds mapped memory, which becomes free and scavenged.
   *
   * @param base   multiple of CHUNK_BYTES, not 0
   * @param bytes  likewise
   * @throws {Fatal} when the range is none, or holds memory that was added before
   */
  grow(base: Addr, bytes: Bytes): void {
    const limit = base + bytes;
    const aligned = base % CHUNK_BYTES === 0 && bytes % CHUNK_BYTES === 0;
    if (!aligned || base <= 0 || limit > this.maxSearchAddr + 1) {
      throw new Fatal(`grow: bad range ${hex(base)}+${hex(bytes)}`);
    }
    const start = chunkIndex(base);
    const end = chunkIndex(limit);
    this.inUse.add(base, limit);
    for (const level of this.summary) level.grow(level.indexOf(start), level.indexOf(end - 1));
    if (this.end === 0 || start < this.start) this.start = start;
    if (end > this.end) this.end = end;
    if (base < this.searchAddr) this.searchAddr = base;
    for (let ci = start; ci < end; ci += 1) {
      const chunk = new PallocData(ci);
      chunk.setScavenged(0, PALLOC_CHUNK_PAGES);
      this.#chunks.add(chunk);
    }
    this.#update(base, bytes / PAGE_BYTES);
  }

  /**
   * Takes the lowest run of `npages` free pages.
   *
   * @param npages  > 0
   * @returns       its base; 0 when there is none. Its scavenged bytes are left in `allocScav`.
   */
  alloc(npages: Pages): Addr {
    this.allocScav = 0;
    if (chunkIndex(this.searchAddr) >= this.end) return 0;
    const addr = this.#lowestRun(npages);
    if (addr === 0) {
      if (npages === 1) this.searchAddr = this.maxSearchAddr;
      return 0;
    }
    this.allocScav = this.#allocRange(addr, npages);
    if (this.searchAddr < this.#foundSearchAddr) this.searchAddr = this.#foundSearchAddr;
    return addr;
  }

  /**
   * Gives back `npages` pages from `base`. Their memory is not returned to the operating system.
   *
   * @throws {Fatal} when one of them is free or not mapped
   */
  free(base: Addr, npages: Pages): void {
    this.scavengeIndex.mark(chunkIndex(base), chunkIndex(base + npages * PAGE_BYTES - 1));
    this.#free(base, npages);
  }

  #free(base: Addr, npages: Pages): void {
    let at = base;
    let left = npages;
    while (left > 0) {
      const chunk = this.#chunkOf(at);
      const i = chunkPageIndex(at);
      const n = Math.min(left, PALLOC_CHUNK_PAGES - i);
      chunk.freeRange(i, n);
      at += n * PAGE_BYTES;
      left -= n;
    }
    if (base < this.searchAddr) this.searchAddr = base;
    this.#update(base, npages);
  }

  /**
   * Fills an empty cache with the free pages of the 64 around the lowest free page; leaves it empty
   * when none is free.
   */
  allocToCache(cache: PageCache): void {
    cache.clear();
    if (chunkIndex(this.searchAddr) >= this.end) return;
    const lowest = this.#lowestRun(1);
    if (lowest === 0) {
      this.searchAddr = this.maxSearchAddr;
      return;
    }
    cache.base = Math.floor(lowest / CACHE_BYTES) * CACHE_BYTES;
    const chunk = this.#chunkOf(lowest);
    const i = chunkPageIndex(cache.base);
    const w = i >>> 5;
    cache.cacheLo = ~(chunk.alloc[w] as number);
    cache.cacheHi = ~(chunk.alloc[w + 1] as number);
    cache.scavLo = cache.cacheLo & (chunk.scavenged[w] as number);
    cache.scavHi = cache.cacheHi & (chunk.scavenged[w + 1] as number);
    chunk.allocPages64(i, cache.cacheLo, cache.cacheHi);
    this.#update(cache.base, PAGE_CACHE_PAGES);
    // The page after the block would do, but may not be mapped: so the last page of the block.
    this.searchAddr = cache.base + CACHE_BYTES - PAGE_BYTES;
  }

  /** Takes back the pages of a cache; those it knows as scavenged are so again. */
  freePages64(cache: PageCacheView): void {
    const chunk = this.#chunkOf(cache.base);
    const i = chunkPageIndex(cache.base);
    const w = i >>> 5;
    chunk.freePages64(i, cache.cacheLo, cache.cacheHi);
    chunk.scavenged[w] = (chunk.scavenged[w] as number) | cache.scavLo;
    chunk.scavenged[w + 1] = (chunk.scavenged[w + 1] as number) | cache.scavHi;
    this.scavengeIndex.mark(chunk.index, chunk.index);
    if (cache.base < this.searchAddr) this.searchAddr = cache.base;
    this.#update(cache.base, PAGE_CACHE_PAGES);
  }

  /**
   * Returns the memory of up to `npages` free pages, from the highest down, and of what is left of a
   * huge page that they reach into; the number of pages returned.
   *
   * @param release  runs while the pages are hidden: nobody can be given them
   */
  scavenge(npages: Pages, release: Release): Pages {
    const runs = this.scavenging(npages);
    for (;;) {
      const { done, value } = runs.next();
      if (done === true) return value;
      release(value.base, value.npages);
    }
  }

  /**
   * The same, run by run: yields each while its pages are hidden, for whoever asks to return their memory. Others
   * may be given pages meanwhile.
   */
  *scavenging(npages: Pages): Generator<HiddenRun, Pages, void> {
    let released = 0;
    while (released < npages) {
      const index = this.scavengeIndex.find();
      if (index === undefined) break;
      const chunk = this.#chunks.at(index) as PallocData;
      const run = this.#hide(chunk, npages - released);
      if (run === undefined) continue;
      yield run;
      this.#free(run.base, run.npages);
      chunk.setScavenged(chunkPageIndex(run.base), run.npages);
      released += run.npages;
    }
    return released;
  }

  /**
   * Hides a run of free pages of a chunk, the highest, of at most `max` pages but for a huge page. Where there is none,
   * the chunk is not looked at again.
   */
  #hide(chunk: PallocData, max: Pages): HiddenRun | undefined {
    const isFull = this.#leaves.max(chunk.index) === 0;
    const i = isFull ? -1 : chunk.findScavengeCandidate(max, this.#hugePages);
    if (i === -1) {
      this.scavengeIndex.clear(chunk.index);
      return undefined;
    }
    const run = { base: chunk.base + i * PAGE_BYTES, npages: chunk.candidatePages };
    this.#allocRange(run.base, run.npages);
    return run;
  }

  /**
   * Base of the lowest run of `npages` free pages; 0 when there is none.
   *
   * @throws {Fatal} when the summaries promise a run that is not there
   */
  find(npages: Pages): Addr {
    this.#windowFirst = 0;
    this.#windowLimit = this.#leaves.entries;
    let i = 0;
    for (const level of this.summary) {
      const first = i << level.blockBits;
      i = this.#scanBlock(level, first, npages);
      if (i !== -1) continue;
      if (this.#straddling === 0) {
        if (level === this.summary[0]) return 0;
        throw new Fatal(`bad summary data above entry ${first} of 2^${level.logPages} pages`);
      }
      this.#foundSearchAddr = this.#mappedAddr(this.#windowFirst * CHUNK_BYTES);
      return this.#straddling;
    }
    const chunk = this.#chunkOf(i * CHUNK_BYTES);
    const page = findIn(chunk, npages, 0);
    const lowest = i === this.#windowFirst ? chunk.searchIdx * PAGE_BYTES : 0;
    this.#foundSearchAddr = this.#mappedAddr(this.#windowFirst * CHUNK_BYTES + lowest);
    return chunk.base + page * PAGE_BYTES;
  }

  /**
   * Walks a block of entries for the lowest run of `npages`.
   *
   * @returns  the entry that has the run inside; -1 when there is none, with a run that straddles
   *           entries, if any, in `#straddling`
   */
  #scanBlock(level: SummaryLevel, first: number, npages: Pages): number {
    const { logPages, logChunks } = level;
    const last = Math.min(first + (1 << level.blockBits) - 1, level.indexOf(this.end - 1));
    const whole = 1 << logPages;
    this.#straddling = 0;
    // Free pages that end right before entry j.
    let run = 0;
    let j = Math.max(first, level.indexOf(chunkIndex(this.searchAddr)));
    for (; j <= last; j += 1) {
      const max = level.max(j);
      if (max === 0) {
        run = 0;
        continue;
      }
      this.#foundFree(j << logChunks, (j + 1) << logChunks);
      const start = level.start(j);
      if (run + start >= npages) {
        this.#straddling = (j << logChunks) * CHUNK_BYTES - run * PAGE_BYTES;
        return -1;
      }
      if (max >= npages) return j;
      run = start === whole ? run + whole : level.end(j);
    }
    return -1;
  }

  /** Narrows the window to a block of chunks with a free page, when it lies in the window. */
  #foundFree(first: number, limit: number): void {
    if (first < this.#windowFirst || limit > this.#windowLimit) return;
    this.#windowFirst = first;
    this.#windowLimit = limit;
  }

  /** The lowest mapped address from `addr` on: searchAddr must not point anywhere else. */
  #mappedAddr(addr: Addr): Addr {
    return this.inUse.findAddrGreaterEqual(addr);
  }

  /** Like `find`, but looks into the chunk of `searchAddr` first. */
  #lowestRun(npages: Pages): Addr {
    const i = chunkPageIndex(this.searchAddr);
    const ci = chunkIndex(this.searchAddr);
    if (PALLOC_CHUNK_PAGES - i < npages || this.#leaves.max(ci) < npages) return this.find(npages);
    const chunk = this.#chunkOf(this.searchAddr);
    const page = findIn(chunk, npages, i);
    this.#foundSearchAddr = chunk.base + chunk.searchIdx * PAGE_BYTES;
    return chunk.base + page * PAGE_BYTES;
  }

  /** Marks pages as in use; the bytes among them that are returned to the operating system. */
  #allocRange(base: Addr, npages: Pages): Bytes {
    let scav = 0;
    let at = base;
    let left = npages;
    while (left > 0) {
      const chunk = this.#chunkOf(at);
      const i = chunkPageIndex(at);
      const n = Math.min(left, PALLOC_CHUNK_PAGES - i);
      scav += chunk.scavengedIn(i, n);
      chunk.allocRange(i, n);
      at += n * PAGE_BYTES;
      left -= n;
    }
    this.#update(base, npages);
    return scav * PAGE_BYTES;
  }

  /** Brings the summaries over a range up to date, upwards as long as one changes. */
  #update(base: Addr, npages: Pages): void {
    let first = chunkIndex(base);
    let last = chunkIndex(base + npages * PAGE_BYTES - 1);
    let changed = false;
    for (let ci = first; ci <= last; ci += 1) {
      if ((this.#chunks.at(ci) as PallocData).summarize(this.#leaves)) changed = true;
    }
    for (let l = this.summary.length - 2; l >= 0 && changed; l -= 1) {
      const level = this.summary[l] as SummaryLevel;
      const below = this.summary[l + 1] as SummaryLevel;
      first >>>= below.blockBits;
      last >>>= below.blockBits;
      changed = false;
      for (let i = first; i <= last; i += 1) if (level.merge(i, below)) changed = true;
    }
  }

  #chunkOf(addr: Addr): PallocData {
    const chunk = this.#chunks.at(chunkIndex(addr));
    if (chunk === undefined) throw new Fatal(`page ${hex(addr)} is not mapped`);
    return chunk;
  }
}

function chunkIndex(addr: Addr): number {
  return Math.floor(addr / CHUNK_BYTES);
}

function chunkPageIndex(addr: Addr): number {
  return (addr / PAGE_BYTES) & (PALLOC_CHUNK_PAGES - 1);
}

/**
 * A run of `npages` free pages of a chunk whose summary says that there is one.
 *
 * @throws {Fatal} when there is none
 */
function findIn(chunk: PallocData, npages: Pages, searchIdx: number): number {
  const page = chunk.find(npages, searchIdx);
  if (page === -1) throw new Fatal(`bad summary data of chunk ${chunk.index}`);
  return page;
}
