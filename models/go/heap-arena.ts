/**
 * A heapArena: what the heap keeps of each aligned piece of address space that it reserved. See go-heap.ts.
 *
 * Of pageInUse, pageMarks and pageSpecials only the bit of a span's first page is used. zeroedBase is the high-water mark of bytes
 * that were ever handed out: above it memory is as the operating system gave it, zero.
 *
 * Keeps: go/zeroed-base-above-spans, go/page-in-use-bit-per-span, go/span-table-covers-spans.
 * Source: Go 1.19 runtime/mheap.go (heapArena, arenaIndex, spanOf).
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { PAGE_BYTES, WORD_BYTES } from '../../spec/views/go.ts';
import type { ArenaView } from '../../spec/views/go.ts';
import type { MSpan } from './mspan.ts';

/** Words described by one byte of the bitmap. */
export const WORDS_PER_BITMAP_BYTE = 4;
/** log2 of PAGE_BYTES. */
const PAGE_SHIFT = 13;
const NO_BITMAP = new Uint8Array(0);

export class HeapArena implements ArenaView {
  /** Base address / heapArenaBytes. */
  readonly index: number;
  readonly base: Addr;
  /** Span of each page; stale where the page is free. */
  readonly spans: (MSpan | undefined)[];
  readonly pageInUse: Int32Array;
  readonly pageMarks: Int32Array;
  readonly pageSpecials: Int32Array;
  zeroedBase: Bytes = 0;
  /** Made with the arena's first span: most of a reservation is never used. */
  bitmap: Uint8Array = NO_BITMAP;
  /** Made by the first cycle in checkmark mode. */
  checkmarks: Int32Array | undefined = undefined;

  constructor(index: number, heapArenaBytes: Bytes) {
    const pages = heapArenaBytes / PAGE_BYTES;
    this.index = index;
    this.base = index * heapArenaBytes;
    this.spans = new Array<MSpan | undefined>(pages).fill(undefined);
    this.pageInUse = new Int32Array(pages / 32);
    this.pageMarks = new Int32Array(pages / 32);
    this.pageSpecials = new Int32Array(pages / 32);
  }

  /** Makes the bitmap if this is the arena's first span. */
  needBitmap(): void {
    if (this.bitmap.length > 0) return;
    this.bitmap = new Uint8Array(
      (this.spans.length * PAGE_BYTES) / WORD_BYTES / WORDS_PER_BITMAP_BYTE,
    );
  }

  /** Makes the checkmarks of the arena if there are none. */
  clearCheckmarks(): void {
    if (this.checkmarks !== undefined) this.checkmarks.fill(0);
    else this.checkmarks = new Int32Array((this.spans.length * PAGE_BYTES) / WORD_BYTES / 32);
  }

  /** Page number inside the arena. */
  pageOf(addr: Addr): number {
    return Math.floor((addr - this.base) / PAGE_BYTES);
  }
}

/** The arenas by number, in a two-level table as Go's: level 2 holds 4096. */
export class ArenaMap {
  /** In the order in which they were made. */
  readonly all: HeapArena[] = [];
  readonly #table: (HeapArena | undefined)[][] = [];
  readonly #heapArenaBytes: Bytes;
  /** 1 / heapArenaBytes: exact, since that is a power of two, and faster to multiply with. */
  readonly #arenasPerByte: number;
  /** The arena found last: most look-ups are of the same again. */
  #last: HeapArena | undefined;
  #lastBase: Addr = Infinity;

  constructor(heapArenaBytes: Bytes) {
    this.#heapArenaBytes = heapArenaBytes;
    this.#arenasPerByte = 1 / heapArenaBytes;
  }

  at(index: number): HeapArena | undefined {
    const row = this.#table[index >>> 12];
    return row === undefined ? undefined : row[index & 4095];
  }

  /** The arena that `addr`, 0 or more, lies in. */
  of(addr: Addr): HeapArena | undefined {
    const offset = addr - this.#lastBase;
    if (offset >= 0 && offset < this.#heapArenaBytes) return this.#last;
    const arena = this.at(Math.floor(addr * this.#arenasPerByte));
    if (arena !== undefined) {
      this.#last = arena;
      this.#lastBase = arena.base;
    }
    return arena;
  }

  /** The span that the table has for the page of `addr`, 0 or more. */
  spanOf(addr: Addr): MSpan | undefined {
    const arena = this.of(addr);
    // An offset in an arena fits 32 bits, so that its page is a shift away.
    return arena === undefined ? undefined : arena.spans[(addr - arena.base) >>> PAGE_SHIFT];
  }

  add(index: number): HeapArena {
    const arena = new HeapArena(index, this.#heapArenaBytes);
    (this.#table[index >>> 12] ??= [])[index & 4095] = arena;
    this.all.push(arena);
    return arena;
  }
}
