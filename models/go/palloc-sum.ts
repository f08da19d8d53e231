/**
 * One level of the radix tree over the address space: for each entry, how its pages are free.
 *
 *     start   free pages from the entry's first page on
 *     max     the longest run of free pages inside the entry
 *     end     free pages up to the entry's last page
 *
 *     page    0                           15
 *             . . . # # . . . . # . # # . .        start 3, max 4, end 2
 *
 * A full entry is (0, 0, 0); a wholly free one is (N, N, N) with N = 1 << logPages. Memory that is
 * not mapped counts as full. An entry of a level sums up a block of entries of the level below, `1
 * << blockBits` of them there.
 *
 * Keeps: go/leaf-summaries-match-bitmap, go/inner-summaries-match-children,
 *   go/summary-counts-consistent.
 * Source: Go 1.19 runtime/mpagealloc.go (pallocSum, mergeSummaries), mpagealloc_64bit.go (sysGrow).
 * Differs: the three counts are three ints. Go packs them into 64 bits, where 2^21, the count of a
 *   wholly free root entry, does not fit and needs an encoding of its own; here it is a number like
 *   any other. Entries live in blocks of 512, made when memory below them is mapped, where Go
 *   reserves address space for all.
 */
import type { Pages } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import { PALLOC_CHUNK_PAGES } from '../../spec/views/go.ts';
import type { SummaryLevelView } from '../../spec/views/go.ts';

export const LOG_CHUNK_PAGES = Math.log2(PALLOC_CHUNK_PAGES);
/** Ints of an entry: start, max, end. */
const STRIDE = 3;
const LOG_BLOCK = 9;
const BLOCK = 1 << LOG_BLOCK;
/** Blocks of a row: the directory has two steps, so that a sparse 48-bit level stays small. */
const LOG_ROW = 9;
const ROW = 1 << LOG_ROW;

/** What is not mapped: full. Shared by all levels and never written. */
const NO_BLOCK = new Int32Array(BLOCK * STRIDE);
const NO_ROW: readonly Int32Array[] = Array.from({ length: ROW }, () => NO_BLOCK);

export class SummaryLevel implements SummaryLevelView {
  readonly logPages: number;
  readonly entries: number;
  /** Log2 of the entries that one entry of the level above sums up; at the root, of all. */
  readonly blockBits: number;
  /** Log2 of the chunks of an entry. */
  readonly logChunks: number;
  /** By entry / BLOCK / ROW, then by entry / BLOCK % ROW. */
  readonly #rows: (readonly Int32Array[])[];

  /** @param logEntries  log2 of the number of entries */
  constructor(logPages: number, logEntries: number, blockBits: number) {
    this.logPages = logPages;
    this.entries = 2 ** logEntries;
    this.blockBits = blockBits;
    this.logChunks = logPages - LOG_CHUNK_PAGES;
    const rows = Math.ceil(this.entries / (BLOCK * ROW));
    this.#rows = Array.from({ length: rows }, () => NO_ROW);
  }

  start(i: number): Pages {
    return this.#block(i)[(i & (BLOCK - 1)) * STRIDE] as number;
  }

  max(i: number): Pages {
    return this.#block(i)[(i & (BLOCK - 1)) * STRIDE + 1] as number;
  }

  end(i: number): Pages {
    return this.#block(i)[(i & (BLOCK - 1)) * STRIDE + 2] as number;
  }

  /** The entry in which chunk `ci` lies. */
  indexOf(ci: number): number {
    return ci >>> this.logChunks;
  }

  /** Makes entries `first`…`last` writable: the memory below them is being mapped. */
  grow(first: number, last: number): void {
    for (let b = first >>> LOG_BLOCK; b <= last >>> LOG_BLOCK; b += 1) {
      const r = b >>> LOG_ROW;
      const row = this.#rows[r] === NO_ROW ? this.#newRow() : (this.#rows[r] as Int32Array[]);
      this.#rows[r] = row;
      if (row[b & (ROW - 1)] !== NO_BLOCK) continue;
      row[b & (ROW - 1)] = new Int32Array(Math.min(BLOCK, this.entries) * STRIDE);
    }
  }

  /**
   * Writes an entry; whether it changed.
   *
   * @throws {Fatal} when no memory below it is mapped
   */
  set(i: number, start: Pages, max: Pages, end: Pages): boolean {
    const block = this.#block(i);
    if (block === NO_BLOCK) throw new Fatal(`summary entry ${i} is not mapped`);
    const at = (i & (BLOCK - 1)) * STRIDE;
    if (block[at] === start && block[at + 1] === max && block[at + 2] === end) return false;
    block[at] = start;
    block[at + 1] = max;
    block[at + 2] = end;
    return true;
  }

  /**
   * Writes entry `i` from its block of entries of the level below: mergeSummaries. Whether it
   * changed.
   */
  merge(i: number, below: SummaryLevel): boolean {
    const first = i << below.blockBits;
    const children = below.#block(first);
    const whole = 1 << below.logPages;
    let at = (first & (BLOCK - 1)) * STRIDE;
    const limit = at + (STRIDE << below.blockBits);
    let start = children[at] as number;
    let max = children[at + 1] as number;
    let end = children[at + 2] as number;
    // Pages of the children so far.
    let pages = whole;
    for (at += STRIDE; at < limit; at += STRIDE) {
      const nextStart = children[at] as number;
      const nextMax = children[at + 1] as number;
      const nextEnd = children[at + 2] as number;
      // Only where all before it is free does the child go on with the leading run.
      if (start === pages) start += nextStart;
      pages += whole;
      if (nextMax > max) max = nextMax;
      if (end + nextStart > max) max = end + nextStart;
      end = nextEnd === whole ? end + whole : nextEnd;
    }
    return this.set(i, start, max, end);
  }

  #newRow(): Int32Array[] {
    return NO_ROW.slice(0, Math.ceil(this.entries / BLOCK));
  }

  #block(i: number): Int32Array {
    return (this.#rows[i >>> (LOG_BLOCK + LOG_ROW)] as Int32Array[])[
      (i >>> LOG_BLOCK) & (ROW - 1)
    ] as Int32Array;
  }
}

/**
 * All levels of a tree, root first.
 *
 * @param levelBits  log2 of the entries of a block, by level
 */
export function summaryLevels(levelBits: readonly number[]): SummaryLevel[] {
  let logEntries = 0;
  let logPages = levelBits.reduce((sum, bits) => sum + bits, LOG_CHUNK_PAGES);
  return levelBits.map((bits) => {
    logEntries += bits;
    logPages -= bits;
    return new SummaryLevel(logPages, logEntries, bits);
  });
}
