/** Page heaps as tables write them, and the naive page heap that the real one is held against. */
import type { Pages } from '../../../src/base/units.ts';
import { bitAt } from '../../../src/base/bits.ts';
import { PageAlloc } from '../../../models/go/page-alloc.ts';
import type { Geometry } from '../../../models/go/geometry.ts';
import { CHUNK_BYTES, PAGE_BYTES, PALLOC_CHUNK_PAGES } from '../../../spec/views/go.ts';
import type { ChunkView, SummaryLevelView } from '../../../spec/views/go.ts';

/** Runs of pages of a chunk: first page, number of pages. */
export type Runs = readonly (readonly [first: number, pages: Pages])[];
/** Runs by chunk, counted from BASE_CHUNK. */
export type Layout = Readonly<Record<number, Runs>>;

/** The chunk that tables count from: 64 MiB, a block of every level of the 32-bit tree away. */
export const BASE_CHUNK = 16;
export const FULL: Runs = [[0, PALLOC_CHUNK_PAGES]];

/** Address of a page of a chunk, both counted from BASE_CHUNK. */
export function pageBase(chunk: number, page: number): number {
  return (BASE_CHUNK + chunk) * CHUNK_BYTES + page * PAGE_BYTES;
}

/** A heap of exactly these chunks, in which the pages of `taken` are allocated, of `scav` scavenged. */
export function pageAllocOf(geometry: Geometry, taken: Layout, scav: Layout = {}): PageAlloc {
  const pages = new PageAlloc(geometry);
  const chunks = Object.keys(taken).map(Number);
  for (const chunk of chunks) pages.grow(pageBase(chunk, 0), CHUNK_BYTES);
  for (const _ of chunks) pages.alloc(PALLOC_CHUNK_PAGES);
  for (const chunk of chunks) {
    const isTaken = pagesOf(taken[chunk] as Runs);
    const isScavenged = pagesOf(scav[chunk] ?? []);
    for (let i = 0; i < PALLOC_CHUNK_PAGES; i += 1) {
      if (isTaken.has(i)) continue;
      pages.free(pageBase(chunk, i), 1);
      if (isScavenged.has(i)) pages.chunkAt(BASE_CHUNK + chunk)?.setScavenged(i, 1);
    }
  }
  return pages;
}

function pagesOf(runs: Runs): Set<number> {
  return new Set(runs.flatMap(([first, n]) => Array.from({ length: n }, (_, i) => first + i)));
}

/** The set bits of a bitmap, as runs. */
export function runsOf(words: Int32Array): Runs {
  const runs: [number, number][] = [];
  for (let i = 0; i < words.length * 32; i += 1) {
    if (!bitAt(words, i)) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === i) last[1] += 1;
    else runs.push([i, 1]);
  }
  return runs;
}

/** One of the two bitmaps of all chunks. */
export function layoutOf(pages: PageAlloc, which: 'alloc' | 'scavenged'): Layout {
  return Object.fromEntries(
    pages.chunks.map((chunk) => [chunk.index - BASE_CHUNK, runsOf(chunk[which])]),
  );
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
