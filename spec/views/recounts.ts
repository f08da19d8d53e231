/** Go's counters from first principles: by walking the spans, the chunks and the page caches. */
import { popcount32 } from '../../src/base/bits.ts';
import type { Bytes, Pages } from '../../src/base/units.ts';
import { CHUNK_WORDS } from './chunk-pages.ts';
import { SPAN_IN_USE } from './go.ts';
import type { GoView, PageAllocView, SpanView } from './go.ts';

/** Pages of all spans in use. */
export function pagesInSpans({ allspans }: GoView): Pages {
  let pages = 0;
  for (const span of allspans) if (span.state === SPAN_IN_USE) pages += span.npages;
  return pages;
}

/** Pages that are free or in a page cache, and backed by memory. */
export function retainedPages({ pages, procs }: GoView): Pages {
  let count = uncachedRetainedPages(pages);
  for (const { pcache } of procs) {
    count +=
      popcount32(pcache.cacheLo & ~pcache.scavLo) + popcount32(pcache.cacheHi & ~pcache.scavHi);
  }
  return count;
}

/** Pages that are free, in no page cache, and backed by memory: what the scavenger may give back. */
export function uncachedRetainedPages({ chunks }: PageAllocView): Pages {
  let count = 0;
  for (const { alloc, scavenged } of chunks) {
    for (let w = 0; w < CHUNK_WORDS; w += 1) {
      count += popcount32(~(alloc[w] as number) & ~(scavenged[w] as number));
    }
  }
  return count;
}

/** Pages that are returned to the operating system, in chunks and page caches. */
export function releasedPages({ pages, procs }: GoView): Pages {
  let count = 0;
  for (const { scavenged } of pages.chunks) {
    for (let w = 0; w < CHUNK_WORDS; w += 1) count += popcount32(scavenged[w] as number);
  }
  for (const { pcache } of procs) count += popcount32(pcache.scavLo) + popcount32(pcache.scavHi);
  return count;
}

/** Bytes of allocated slots. Those taken since an mcache took their span are not counted yet. */
export function objectBytes({ allspans, procs }: GoView): Bytes {
  const cached = new Set<SpanView>();
  for (const { mcache } of procs) {
    // The sentinel stands in most places: it is added once where it follows itself.
    let last: SpanView | undefined;
    for (const span of mcache.alloc) {
      if (span !== last) cached.add(span);
      last = span;
    }
  }
  let bytes = 0;
  for (const span of allspans) {
    if (span.state !== SPAN_IN_USE) continue;
    bytes += span.elemsize * (cached.has(span) ? span.allocCountBeforeCache : span.allocCount);
  }
  return bytes;
}
