/**
 * A chunk: 512 pages as two bitmaps, and the table of all chunks.
 *
 * `alloc` has a bit for each page that is not free: in a span, reserved by a page cache, or hidden
 * while the scavenger works on it. `scavenged` has a bit for each free page whose memory was
 * returned to the operating system.
 *
 * A search for a run looks at a word at a time: the free pages carried over from the words before
 * plus those at the word's bottom, then the inside, then what the top carries on. The inside is
 * found by shrinking: after `free & (free >>> 1)` a one bit starts a run of two, and k such steps
 * take log2(n) shifts for a run of n.
 *
 * Keeps: go/scavenged-pages-free.
 * Source: Go 1.19 runtime/mpallocbits.go (pallocBits, pallocData, findBitRange64), mgcscavenge.go
 *   (findScavengeCandidate).
 * Differs: words of 32 bits, so that a run is small up to 32 pages; freeing a page that is free is
 *   an error, as Go 1.21 finds by its count per chunk.
 * Left out: physical pages larger than a page (findScavengeCandidate's `min` is 1).
 */
import { ctz32, popcountRange } from '../../src/base/bits.ts';
import type { Addr, Pages } from '../../src/base/units.ts';
import { hex } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { CHUNK_BYTES, PAGE_BYTES, PALLOC_CHUNK_PAGES } from '../../spec/views/go.ts';
import type { ChunkView } from '../../spec/views/go.ts';
import type { SummaryLevel } from './palloc-sum.ts';

const WORDS = PALLOC_CHUNK_PAGES / 32;

export class PallocData implements ChunkView {
  readonly index: number;
  readonly alloc = new Int32Array(WORDS);
  readonly scavenged = new Int32Array(WORDS);
  /** Left by `find`: the first free page that it saw, -1 when there was none. */
  searchIdx = -1;
  /** Left by `findScavengeCandidate`: the pages of its run. */
  candidatePages: Pages = 0;

  constructor(index: number) {
    this.index = index;
  }

  get base(): Addr {
    return this.index * CHUNK_BYTES;
  }

  /**
   * First page of the lowest run of `npages` free pages; -1 when there is none.
   *
   * @param searchIdx  no page below it is free
   */
  find(npages: Pages, searchIdx: number): number {
    if (npages === 1) return this.#find1(searchIdx);
    return npages <= 32 ? this.#findSmallN(npages, searchIdx) : this.#findLargeN(npages, searchIdx);
  }

  /** Writes the chunk's entry of the leaf level; whether it changed. */
  summarize(leaves: SummaryLevel): boolean {
    const { alloc } = this;
    let start = -1;
    let max = 0;
    let run = 0;
    for (let i = 0; i < WORDS; i += 1) {
      const word = alloc[i] as number;
      run += ctz32(word);
      if (word === 0) continue;
      if (start === -1) start = run;
      if (run > max) max = run;
      run = Math.clz32(word);
    }
    if (start === -1) {
      return leaves.set(this.index, PALLOC_CHUNK_PAGES, PALLOC_CHUNK_PAGES, PALLOC_CHUNK_PAGES);
    }
    if (max < run) max = run;
    // Between the lowest and the highest one bit of a word there are at most 30 zeros.
    for (let i = 0; i < WORDS && max < 30; i += 1) {
      const free = ~(alloc[i] as number);
      // Of a longer run, the first page, the last and one between are free.
      if ((free & (free >>> max) & (free >>> (max >>> 1))) === 0) continue;
      let runs = runStarts(free, max + 1);
      for (; runs !== 0; runs &= runs >>> 1) max += 1;
    }
    return leaves.set(this.index, start, max, run);
  }

  /** Pages returned to the operating system among `n` from page `i`. */
  scavengedIn(i: number, n: Pages): Pages {
    return popcountRange(this.scavenged, i, i + n);
  }

  /** Takes `n` pages from page `i`: in use, and no longer scavenged. */
  allocRange(i: number, n: Pages): void {
    const last = (i + n - 1) >>> 5;
    for (let w = i >>> 5; w <= last; w += 1) {
      const mask = maskOf(w, i, i + n);
      this.alloc[w] = (this.alloc[w] as number) | mask;
      this.scavenged[w] = (this.scavenged[w] as number) & ~mask;
    }
  }

  /**
   * Gives back `n` pages from page `i`.
   *
   * @throws {Fatal} when one of them is free
   */
  freeRange(i: number, n: Pages): void {
    const last = (i + n - 1) >>> 5;
    for (let w = i >>> 5; w <= last; w += 1) this.#freeWord(w, maskOf(w, i, i + n));
  }

  /** Marks `n` pages from page `i`, which are free, as returned to the operating system. */
  setScavenged(i: number, n: Pages): void {
    const last = (i + n - 1) >>> 5;
    for (let w = i >>> 5; w <= last; w += 1) {
      this.scavenged[w] = (this.scavenged[w] as number) | maskOf(w, i, i + n);
    }
  }

  /** Takes the pages `lo`, `hi` of the 64 pages from page `i`, a multiple of 64. */
  allocPages64(i: number, lo: number, hi: number): void {
    const w = i >>> 5;
    this.alloc[w] = (this.alloc[w] as number) | lo;
    this.alloc[w + 1] = (this.alloc[w + 1] as number) | hi;
    this.scavenged[w] = (this.scavenged[w] as number) & ~lo;
    this.scavenged[w + 1] = (this.scavenged[w + 1] as number) & ~hi;
  }

  /** Gives back the pages `lo`, `hi` of the 64 pages from page `i`, a multiple of 64. */
  freePages64(i: number, lo: number, hi: number): void {
    this.#freeWord(i >>> 5, lo);
    this.#freeWord((i >>> 5) + 1, hi);
  }

  /**
   * First page of the highest run of free pages that are not scavenged, at most the top `max` of
   * it; -1 when there is none. The number of its pages is left in `candidatePages`. Where that would
   * break a huge page which lies in the run as a whole, all of the huge page is taken.
   *
   * @param hugePages  pages of a huge page, a power of two; 1 where there are none
   */
  findScavengeCandidate(max: Pages, hugePages: Pages): number {
    let last = PALLOC_CHUNK_PAGES - 1;
    while (last >= 0 && !this.#retained(last)) last -= 1;
    this.candidatePages = 0;
    if (last === -1) return -1;
    let first = last;
    while (first > 0 && last - first + 1 < max && this.#retained(first - 1)) first -= 1;
    const below = first & -hugePages;
    if (below < first && below + hugePages <= last + 1 && this.#areRetained(below, first)) {
      first = below;
    }
    this.candidatePages = last - first + 1;
    return first;
  }

  #find1(searchIdx: number): number {
    this.searchIdx = -1;
    for (let i = searchIdx >>> 5; i < WORDS; i += 1) {
      const word = this.alloc[i] as number;
      if (word === -1) continue;
      this.searchIdx = i * 32 + ctz32(~word);
      break;
    }
    return this.searchIdx;
  }

  #findSmallN(npages: Pages, searchIdx: number): number {
    this.searchIdx = -1;
    let run = 0;
    for (let i = searchIdx >>> 5; i < WORDS; i += 1) {
      const word = this.alloc[i] as number;
      if (word === -1) {
        run = 0;
        continue;
      }
      if (this.searchIdx === -1) this.searchIdx = i * 32 + ctz32(~word);
      if (run + ctz32(word) >= npages) return i * 32 - run;
      const j = ctz32(runStarts(~word, npages));
      if (j < 32) return i * 32 + j;
      run = Math.clz32(word);
    }
    return -1;
  }

  #findLargeN(npages: Pages, searchIdx: number): number {
    this.searchIdx = -1;
    let run = 0;
    for (let i = searchIdx >>> 5; i < WORDS; i += 1) {
      const word = this.alloc[i] as number;
      if (word === -1) {
        run = 0;
        continue;
      }
      if (this.searchIdx === -1) this.searchIdx = i * 32 + ctz32(~word);
      const low = ctz32(word);
      if (run + low >= npages) return i * 32 - run;
      run = low === 32 ? run + 32 : Math.clz32(word);
    }
    return -1;
  }

  #freeWord(w: number, mask: number): void {
    const word = this.alloc[w] as number;
    const free = mask & ~word;
    if (free !== 0) {
      const addr = this.base + (w * 32 + ctz32(free)) * PAGE_BYTES;
      throw new Fatal(`page ${hex(addr)} is freed but not allocated`);
    }
    this.alloc[w] = word & ~mask;
  }

  /** Whether a page is free and its memory not returned. */
  #retained(page: number): boolean {
    const w = page >>> 5;
    const busy = (this.alloc[w] as number) | (this.scavenged[w] as number);
    return ((busy >>> (page & 31)) & 1) === 0;
  }

  /** Whether pages `first`…`limit`-1 all are. */
  #areRetained(first: number, limit: number): boolean {
    for (let page = first; page < limit; page += 1) if (!this.#retained(page)) return false;
    return true;
  }
}

/** Log2 of the fan-out of the table's three steps: 2^27 indices. */
const LOG_FAN = 9;
const FAN = 1 << LOG_FAN;
type ChunkBlock = (PallocData | undefined)[];
type ChunkRow = (ChunkBlock | undefined)[];

/** The chunks of a heap: by index, and in ascending order. */
export class ChunkTable {
  readonly #all: PallocData[] = [];
  readonly #rows: (ChunkRow | undefined)[] = [];

  /** Ascending. */
  get all(): readonly PallocData[] {
    return this.#all;
  }

  at(index: number): PallocData | undefined {
    const row = this.#rows[index >>> (2 * LOG_FAN)];
    return row?.[(index >>> LOG_FAN) & (FAN - 1)]?.[index & (FAN - 1)];
  }

  /** Adds a chunk that is not there yet. */
  add(chunk: PallocData): void {
    const { index } = chunk;
    const row = (this.#rows[index >>> (2 * LOG_FAN)] ??= []);
    const block = (row[(index >>> LOG_FAN) & (FAN - 1)] ??= []);
    block[index & (FAN - 1)] = chunk;
    let i = this.#all.length;
    while (i > 0 && (this.#all[i - 1] as PallocData).index > index) i -= 1;
    this.#all.splice(i, 0, chunk);
  }
}

/** First bit of the lowest run of `n` one bits, 1…64, in 64 bits `hi:lo`; 64 if there is none. */
export function findBitRange64(lo: number, hi: number, n: number): number {
  const inLo = n > 32 ? 32 : ctz32(runStarts(lo, n));
  if (inLo < 32) return inLo;
  const carried = Math.clz32(~lo);
  if (carried + ctz32(~hi) >= n) return 32 - carried;
  return n > 32 ? 64 : 32 + ctz32(runStarts(hi, n));
}

/** The bits of `word` at which a run of `n` one bits, 1…32, starts. */
function runStarts(word: number, n: number): number {
  let runs = word;
  // A one bit stands for a run of `width`; each step doubles it, the last one does the rest.
  let width = 1;
  while (width < n && runs !== 0) {
    const step = width < n - width ? width : n - width;
    runs &= runs >>> step;
    width += step;
  }
  return runs;
}

/**
 * The bits of word `w` of a bitmap at indices `from` (included) to `to` (excluded); the word has
 * some.
 */
function maskOf(w: number, from: number, to: number): number {
  const head = w === from >>> 5 ? -1 << (from & 31) : -1;
  const tail = w === (to - 1) >>> 5 ? -1 >>> (31 - ((to - 1) & 31)) : -1;
  return head & tail;
}
