/**
 * Countings of a chunk: runs of free pages in its bitmap, and who owns its pages by the span table and page caches.
 *
 * In `alloc` a 0 is a free page. Bitmaps of owners have 512 bits, as a chunk's.
 */
import { ctz32 } from '../../src/base/bits.ts';
import type { Addr, Pages } from '../../src/base/units.ts';
import { CHUNK_BYTES, PAGE_BYTES, PALLOC_CHUNK_PAGES, SPAN_DEAD } from './go.ts';
import type { ArenaView, ChunkView, GoView, SpanView } from './go.ts';

/** Words of a chunk's bitmap. */
export const CHUNK_WORDS = PALLOC_CHUNK_PAGES / 32;

const NO_SPANS: readonly SpanView[] = [];

/** Free pages before the first allocated one. */
export function freeAtStart(alloc: Int32Array): Pages {
  for (let w = 0; w < alloc.length; w += 1) {
    const word = alloc[w] as number;
    if (word !== 0) return w * 32 + ctz32(word);
  }
  return alloc.length * 32;
}

/** Free pages after the last allocated one. */
export function freeAtEnd(alloc: Int32Array): Pages {
  for (let w = alloc.length - 1; w >= 0; w -= 1) {
    const word = alloc[w] as number;
    if (word !== 0) return (alloc.length - 1 - w) * 32 + Math.clz32(word);
  }
  return alloc.length * 32;
}

/** Pages of the longest free run. */
export function longestFree(alloc: Int32Array): Pages {
  let longest = 0;
  let run = 0;
  for (let w = 0; w < alloc.length; w += 1) {
    const word = alloc[w] as number;
    if (word === 0) {
      run += 32;
      continue;
    }
    run += ctz32(word);
    if (run > longest) longest = run;
    run = Math.clz32(word);
    let inside = 0;
    for (let free = ~word; free !== 0; free &= free << 1) inside += 1;
    if (inside > longest) longest = inside;
  }
  return run > longest ? run : longest;
}

/** The arena that `addr` lies in. */
export function arenaOf(go: GoView, addr: Addr): ArenaView | undefined {
  return go.arenaAt(Math.floor(addr / go.geometry.heapArenaBytes));
}

/** Number, inside its arena, of the page that starts at `addr`. */
export function pageInArena(go: GoView, addr: Addr): number {
  return (addr % go.geometry.heapArenaBytes) / PAGE_BYTES;
}

/** First byte of a chunk. No chunk crosses the end of an arena. */
export function chunkBase(chunk: ChunkView): Addr {
  return chunk.index * CHUNK_BYTES;
}

/** First byte of a page of a chunk. */
export function pageAddr(chunk: ChunkView, page: number): Addr {
  return chunk.index * CHUNK_BYTES + page * PAGE_BYTES;
}

/** Writes to `owned` which pages of the chunk lie in a span in use, by the span table. */
export function findSpanPages(go: GoView, chunk: ChunkView, owned: Int32Array): void {
  const base = chunkBase(chunk);
  const spans = arenaOf(go, base)?.spans ?? NO_SPANS;
  const first = pageInArena(go, base);
  // Pages below it lie in the last span found.
  let end = 0;
  for (let w = 0; w < CHUNK_WORDS; w += 1) {
    if (end >= w * 32 + 32) {
      owned[w] = -1;
      continue;
    }
    let bits = 0;
    for (let i = 0; i < 32; i += 1) {
      const page = w * 32 + i;
      if (page >= end) end = endOfSpan(spans[first + page], base, page);
      if (page < end) bits |= 1 << i;
    }
    owned[w] = bits;
  }
}

/** The page after the last one of a span in use, as seen from a chunk's page in it; 0 if that is in none. */
function endOfSpan(span: SpanView | undefined, base: Addr, page: number): number {
  if (span === undefined || span.state === SPAN_DEAD) return 0;
  const addr = base + page * PAGE_BYTES;
  if (span.startAddr === addr) return page + span.npages;
  return span.startAddr < addr ? (span.startAddr - base) / PAGE_BYTES + span.npages : 0;
}

/** Flips in `owners` the bits of the chunk's pages that a page cache owns. */
export function flipCachedPages(go: GoView, chunk: ChunkView, owners: Int32Array): void {
  const { procs } = go;
  for (let p = 0; p < procs.length; p += 1) {
    const cache = procs[p]!.pcache;
    const w = cachedWord(chunk, cache.base);
    if (w < 0) continue;
    owners[w] = (owners[w] as number) ^ cache.cacheLo;
    owners[w + 1] = (owners[w + 1] as number) ^ cache.cacheHi;
  }
}

/** Writes to `scavenged` which pages of the chunk are returned to the operating system, by the chunk and the page caches. */
export function findScavenged(go: GoView, chunk: ChunkView, scavenged: Int32Array): void {
  const { procs } = go;
  scavenged.set(chunk.scavenged);
  for (let p = 0; p < procs.length; p += 1) {
    const cache = procs[p]!.pcache;
    const w = cachedWord(chunk, cache.base);
    if (w < 0) continue;
    scavenged[w] = (scavenged[w] as number) | cache.scavLo;
    scavenged[w + 1] = (scavenged[w + 1] as number) | cache.scavHi;
  }
}

/** Word of the chunk's bitmap that describes the first page of a page cache at `base`; -1 for another chunk's. */
export function cachedWord(chunk: ChunkView, base: number): number {
  const page = base / PAGE_BYTES - chunk.index * PALLOC_CHUNK_PAGES;
  return base !== 0 && page >= 0 && page < PALLOC_CHUNK_PAGES ? page >>> 5 : -1;
}
