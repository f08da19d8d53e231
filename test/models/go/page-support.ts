/** Page heaps as tables write them, and the naive page heap that the real one is held against. */
import type { Pages } from '../../../src/base/units.ts';
import { bitAt } from '../../../src/base/bits.ts';
import { PageAlloc } from '../../../models/go/page-alloc.ts';
import type { Geometry } from '../../../models/go/geometry.ts';
import { CHUNK_BYTES, PAGE_BYTES, PALLOC_CHUNK_PAGES } from '../../../spec/views/go.ts';
import type { ChunkView, SummaryLevelView } from '../../../spec/views/go.ts';

/** The chunk that tables count from: 64 MiB. */
export const BASE_CHUNK = 16;

/** Address of a page of a chunk, the chunk counted from BASE_CHUNK. */
export function pageBase(chunk: number, page: number): number {
  return (BASE_CHUNK + chunk) * CHUNK_BYTES + page * PAGE_BYTES;
}

/** The page at an address as `chunk.page`; `none` for address 0. */
export function pageText(addr: number): string {
  if (addr === 0) return 'none';
  const page = (addr - pageBase(0, 0)) / PAGE_BYTES;
  return `${Math.floor(page / PALLOC_CHUNK_PAGES)}.${page % PALLOC_CHUNK_PAGES}`;
}

/** The address of a page as `pageText` writes it. */
export function addrOf(text: string): number {
  const [chunk, page] = text.split('.').map(Number) as [number, number];
  return pageBase(chunk, page);
}

/** Runs of pages, written as `first+count first+count …`, `full` or `none`. */
export function runsIn(text: string): readonly (readonly [first: number, pages: Pages])[] {
  if (text === 'none') return [];
  if (text === 'full') return [[0, PALLOC_CHUNK_PAGES]];
  return text.split(' ').map((run) => run.split('+').map(Number) as [number, number]);
}

function pagesIn(text: string): Set<number> {
  return new Set(
    runsIn(text).flatMap(([first, n]) => Array.from({ length: n }, (_, i) => first + i)),
  );
}

/** The set bits of a chunk's bitmap, written as `runsIn` reads them. */
export function runsText(words: Int32Array): string {
  const runs: string[] = [];
  let first = 0;
  for (let i = 0; i <= PALLOC_CHUNK_PAGES; i += 1) {
    if (i < PALLOC_CHUNK_PAGES && bitAt(words, i)) continue;
    if (i > first) runs.push(`${first}+${i - first}`);
    first = i + 1;
  }
  const text = runs.join(' ');
  return text === `0+${PALLOC_CHUNK_PAGES}` ? 'full' : text || 'none';
}

/** A bitmap of all chunks, for example `0: full | 2: 0+3 9+1 | 3: none`. */
export function layoutText(pages: PageAlloc, which: 'alloc' | 'scavenged'): string {
  return pages.chunks
    .map((chunk) => `${chunk.index - BASE_CHUNK}: ${runsText(chunk[which])}`)
    .join(' | ');
}

function layoutOf(text: string): Map<number, Set<number>> {
  const chunks = text === '' ? [] : text.split(' | ');
  return new Map(
    chunks.map((chunk) => {
      const [index, runs] = chunk.split(': ') as [string, string];
      return [Number(index), pagesIn(runs)];
    }),
  );
}

/**
 * A heap of the chunks of a layout, in which its pages are allocated.
 *
 * @param scav  a layout of which the free pages are scavenged
 */
export function pageAllocOf(geometry: Geometry, taken: string, scav = ''): PageAlloc {
  const pages = new PageAlloc(geometry);
  const layout = layoutOf(taken);
  const scavenged = layoutOf(scav);
  for (const chunk of layout.keys()) pages.grow(pageBase(chunk, 0), CHUNK_BYTES);
  for (const _ of layout) pages.alloc(PALLOC_CHUNK_PAGES);
  for (const [chunk, isTaken] of layout) {
    for (let i = 0; i < PALLOC_CHUNK_PAGES; i += 1) {
      if (isTaken.has(i)) continue;
      pages.free(pageBase(chunk, i), 1);
      if (scavenged.get(chunk)?.has(i)) pages.chunkAt(BASE_CHUNK + chunk)?.setScavenged(i, 1);
    }
  }
  return pages;
}

/** What an entry of a level should say, by walking all pages below it. */
function naiveSummary(chunks: readonly ChunkView[], first: number, limit: number): number[] {
  let start = 0;
  let max = 0;
  let run = 0;
  let next = first;
  let leading = true;
  for (const chunk of chunks) {
    if (chunk.index < first || chunk.index >= limit) continue;
    if (chunk.index !== next) {
      leading = false;
      run = 0;
    }
    next = chunk.index + 1;
    for (let i = 0; i < PALLOC_CHUNK_PAGES; i += 1) {
      run = bitAt(chunk.alloc, i) ? 0 : run + 1;
      if (run === 0) leading = false;
      if (leading) start = run;
      max = Math.max(max, run);
    }
  }
  return [start, max, next === limit ? run : 0];
}

/** The entries, of any level, over mapped chunks that do not say what is so. */
export function wrongSummaries(pages: PageAlloc): readonly string[] {
  const wrong: string[] = [];
  for (const level of pages.summary as readonly SummaryLevelView[]) {
    const chunksOfEntry = 2 ** level.logPages / PALLOC_CHUNK_PAGES;
    const entries = new Set(pages.chunks.map((chunk) => Math.floor(chunk.index / chunksOfEntry)));
    for (const i of entries) {
      const [first, limit] = [i * chunksOfEntry, (i + 1) * chunksOfEntry];
      const expected = naiveSummary(pages.chunks, first, limit).join();
      const actual = [level.start(i), level.max(i), level.end(i)].join();
      if (actual === expected) continue;
      wrong.push(`2^${level.logPages} pages, entry ${i}: (${actual}), not (${expected})`);
    }
  }
  return wrong;
}

/**
 * The top `max` of the highest run of `true`; more where that would break a huge page which lies in the run as a whole.
 * -1 and no page where there is none.
 */
export function highestRun(
  retained: readonly boolean[],
  max: Pages,
  hugePages: Pages,
): { readonly first: number; readonly npages: Pages } {
  const last = retained.lastIndexOf(true);
  if (last === -1) return { first: -1, npages: 0 };
  const runFirst = retained.lastIndexOf(false, last) + 1;
  let first = Math.max(runFirst, last - max + 1);
  for (let huge = 0; huge < retained.length; huge += hugePages) {
    const isBroken = huge < first && first < huge + hugePages;
    if (isBroken && huge >= runFirst && huge + hugePages <= last + 1) first = huge;
  }
  return { first, npages: last - first + 1 };
}

/** A page heap as a plain list of mapped pages: whether each is taken, and whether scavenged. */
export class NaivePages {
  /** By page number; what is not there is not mapped. */
  readonly taken = new Map<number, boolean>();
  readonly scavenged = new Set<number>();
  /** Mapped pages, ascending. */
  readonly pages: number[] = [];

  grow(firstChunk: number, chunks: number): void {
    const first = firstChunk * PALLOC_CHUNK_PAGES;
    for (let page = first; page < first + chunks * PALLOC_CHUNK_PAGES; page += 1) {
      this.taken.set(page, false);
      this.scavenged.add(page);
      this.pages.push(page);
    }
    this.pages.sort((a, b) => a - b);
  }

  isFree(page: number): boolean {
    return this.taken.get(page) === false;
  }

  /** First page of the lowest run of `npages` free pages; 0 when there is none. */
  lowestRun(npages: Pages): number {
    let run = 0;
    let previous = -1;
    for (const page of this.pages) {
      run = this.isFree(page) ? (previous === page - 1 ? run + 1 : 1) : 0;
      previous = page;
      if (run === npages) return page - npages + 1;
    }
    return 0;
  }

  /** Takes pages; how many of them were scavenged. */
  take(first: number, npages: Pages): Pages {
    let scav = 0;
    for (let page = first; page < first + npages; page += 1) {
      this.taken.set(page, true);
      if (this.scavenged.delete(page)) scav += 1;
    }
    return scav;
  }

  giveBack(first: number, npages: Pages): void {
    for (let page = first; page < first + npages; page += 1) this.taken.set(page, false);
  }
}
