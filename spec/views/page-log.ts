/**
 * What the log keeps of pages that change hands: each run that was given, freed, given back to the operating system or
 * mapped, with what the bitmaps and the system's own pages say of it.
 *
 * Taken at the moment: a page may have its next owner before the command is over.
 */
import { bitAt, popcountRange } from '../../src/base/bits.ts';
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { CHUNK_BYTES, PAGE_BYTES, PAGE_CACHE_PAGES, PALLOC_CHUNK_PAGES } from './go.ts';
import type { ChunkView, GoView, PageCacheView } from './go.ts';
import { PAGE_PREPARED } from './os.ts';
import type { OsView } from './os.ts';

/** A run of pages that the page allocator or a page cache gave. Its memory is not asked for yet. */
export interface PageTaking {
  readonly base: Addr;
  readonly npages: Pages;
  /** Of its bytes, those that were called returned to the operating system, and those that are. */
  readonly scavenged: Bytes;
  readonly prepared: Bytes;
}

/** An answer of a page cache. */
export interface CachePick {
  readonly p: number;
  readonly base: Addr;
  readonly npages: Pages;
  /** Lowest base that would have done; -1 when none would. */
  readonly lowest: Addr;
}

/** A page cache that gave its pages back. */
export interface CacheFlush {
  readonly p: number;
  readonly base: Addr;
  /** Pages that it had, and those of them that were returned to the operating system. */
  readonly npages: Pages;
  readonly scavenged: Pages;
  /** Of the 64 pages from `base`: those that are free now, those that are scavenged, and whether it has any left. */
  readonly freeNow: Pages;
  readonly scavengedNow: Pages;
  readonly isEmpty: boolean;
}

/** A span's pages that went back to the page allocator. */
export interface PageFree {
  readonly base: Addr;
  readonly npages: Pages;
  /** How many of them are free now, and by how many pages more are free in their chunks than before. */
  readonly freeNow: Pages;
  readonly freed: Pages;
}

/** Memory that was mapped for the heap. */
export interface PageGrowth {
  readonly base: Addr;
  readonly npages: Pages;
  /** Of them, those that are free and scavenged. */
  readonly released: Pages;
}

/** A run of free pages whose memory was given back. */
export interface ScavengedRun {
  readonly base: Addr;
  readonly npages: Pages;
  /** How many of them nobody can be given meanwhile. */
  readonly hidden: Pages;
  /** The highest free page, in no cache, that is still backed; -1 when there is none, or a call is half-way. */
  readonly highest: Addr;
}

interface Scavenging {
  readonly base: Addr;
  readonly npages: Pages;
  readonly isAlone: boolean;
}

export class PageLog {
  readonly takings: PageTaking[] = [];
  readonly picks: CachePick[] = [];
  readonly flushes: CacheFlush[] = [];
  readonly frees: PageFree[] = [];
  readonly growths: PageGrowth[] = [];
  readonly scavengedRuns: ScavengedRun[] = [];
  /** Free pages in the chunks of the span that is being freed. */
  #freeBefore: Pages = 0;

  clear(): void {
    this.takings.length = 0;
    this.picks.length = 0;
    this.flushes.length = 0;
    this.frees.length = 0;
    this.growths.length = 0;
    this.scavengedRuns.length = 0;
  }

  taken(os: OsView | undefined, base: Addr, npages: Pages, scavenged: Bytes): void {
    if (os === undefined) return;
    let prepared = 0;
    const end = base + npages * PAGE_BYTES;
    for (let at = base; at < end; at += os.physPageBytes) {
      if (os.stateAt(at) === PAGE_PREPARED) prepared += os.physPageBytes;
    }
    this.takings.push({ base, npages, scavenged, prepared });
  }

  /** The cache does not have the pages any more. */
  picked(p: number, pcache: PageCacheView, base: Addr, npages: Pages): void {
    const first = (base - pcache.base) / PAGE_BYTES;
    let run = 0;
    let i = 0;
    for (; i < PAGE_CACHE_PAGES && run < npages; i += 1) {
      run = isCached(pcache, i) || (i >= first && i < first + npages) ? run + 1 : 0;
    }
    const lowest = run < npages ? -1 : pcache.base + (i - npages) * PAGE_BYTES;
    this.picks.push({ p, base, npages, lowest });
  }

  flushed(go: GoView, flush: Pick<CacheFlush, 'p' | 'base' | 'npages' | 'scavenged'>): void {
    const chunk = go.pages.chunkAt(Math.floor(flush.base / CHUNK_BYTES));
    const pcache = (go.procs[flush.p] ?? go.stoppedProcs[flush.p - go.procs.length])?.pcache;
    if (chunk === undefined || pcache === undefined) return;
    const i = pageInChunk(flush.base);
    this.flushes.push({
      ...flush,
      freeNow: PAGE_CACHE_PAGES - popcountRange(chunk.alloc, i, i + PAGE_CACHE_PAGES),
      scavengedNow: popcountRange(chunk.scavenged, i, i + PAGE_CACHE_PAGES),
      isEmpty: pcache.cacheLo === 0 && pcache.cacheHi === 0,
    });
  }

  /** A span is about to give its pages back. */
  freeing(go: GoView, base: Addr, npages: Pages): void {
    this.#freeBefore = freeInChunks(go, base, npages);
  }

  freed(go: GoView, base: Addr, npages: Pages): void {
    const freed = freeInChunks(go, base, npages) - this.#freeBefore;
    this.frees.push({ base, npages, freed, freeNow: countPages(go, base, npages, isFree) });
  }

  grown(go: GoView, base: Addr, npages: Pages): void {
    const isReleased = (chunk: ChunkView, i: number): boolean =>
      isFree(chunk, i) && bitAt(chunk.scavenged, i);
    this.growths.push({ base, npages, released: countPages(go, base, npages, isReleased) });
  }

  /** @param isAlone  no call is half-way: others may have freed pages since the run was chosen */
  scavenged(go: GoView, { base, npages, isAlone }: Scavenging): void {
    const hidden = npages - countPages(go, base, npages, isFree);
    this.scavengedRuns.push({ base, npages, hidden, highest: isAlone ? highestRetained(go) : -1 });
  }
}

function isCached({ cacheLo, cacheHi }: PageCacheView, i: number): boolean {
  return (((i < 32 ? cacheLo : cacheHi) >>> (i & 31)) & 1) === 1;
}

function isFree({ alloc }: ChunkView, i: number): boolean {
  return !bitAt(alloc, i);
}

function pageInChunk(addr: Addr): number {
  return (addr % CHUNK_BYTES) / PAGE_BYTES;
}

/** Free pages of all chunks that a run lies in. */
function freeInChunks({ pages }: GoView, base: Addr, npages: Pages): Pages {
  let count = 0;
  const last = Math.floor((base + npages * PAGE_BYTES - 1) / CHUNK_BYTES);
  for (let ci = Math.floor(base / CHUNK_BYTES); ci <= last; ci += 1) {
    const chunk = pages.chunkAt(ci);
    if (chunk !== undefined)
      count += PALLOC_CHUNK_PAGES - popcountRange(chunk.alloc, 0, PALLOC_CHUNK_PAGES);
  }
  return count;
}

function countPages(
  { pages }: GoView,
  base: Addr,
  npages: Pages,
  isIt: (chunk: ChunkView, i: number) => boolean,
): Pages {
  let count = 0;
  for (let at = base; at < base + npages * PAGE_BYTES; at += PAGE_BYTES) {
    const chunk = pages.chunkAt(Math.floor(at / CHUNK_BYTES));
    if (chunk !== undefined && isIt(chunk, pageInChunk(at))) count += 1;
  }
  return count;
}

/** @cost O(mapped pages / 32), less where the highest chunks have such a page */
function highestRetained({ pages: { chunks } }: GoView): Addr {
  for (let c = chunks.length - 1; c >= 0; c -= 1) {
    const { index, alloc, scavenged } = chunks[c] as ChunkView;
    for (let w = alloc.length - 1; w >= 0; w -= 1) {
      const retained = ~(alloc[w] as number) & ~(scavenged[w] as number);
      if (retained === 0) continue;
      return index * CHUNK_BYTES + (w * 32 + 31 - Math.clz32(retained)) * PAGE_BYTES;
    }
  }
  return -1;
}
