/**
 * The heap bitmap as Go had it from 1.7 to 1.10: for every 8-byte word of the heap a pointer bit and a scan bit, in memory that
 * grows downwards from where the arena starts.
 *
 *     arenaStart - 1 - k:  [ s3 s2 s1 s0 | p3 p2 p1 p0 ]   for words 4k … 4k+3 of the arena
 *
 * p: the word may hold a pointer. s: it, or a later word of the object, may; a scan stops at the first word whose s is 0. The
 * second word of an object is the exception: its s was the mark of a second look at the heap, so it is 0 and says nothing.
 * The class of one word has no such word, and all of its bits are set for good when its span is made.
 *
 * Keeps: classic/heap-bits-match-type.
 * Source: Go 1.10 runtime/mbitmap.go (heapBitsForAddr, heapBitsSetType, initSpan).
 * Differs: a type is described by how many words from the start may hold pointers.
 * Left out: the second look (checkmarks).
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Memory } from '../../spec/subject.ts';
import { HEAP_BITMAP_SCALE } from '../../spec/views/classic.ts';
import { WORD_BYTES } from '../../spec/views/go.ts';

const WORDS_PER_BYTE = HEAP_BITMAP_SCALE / WORD_BYTES;
const POINTER = 1;
const SCAN = 0x10;
const ALL = 0xff;

/** Of an object, counted from its start: the word whose scan bit says nothing. */
export const CHECKMARK_WORD = 1;

/** The bitmap of an arena that starts there. */
export class HeapBitmap {
  readonly #memory: Memory;
  readonly #arenaStart: Addr;

  constructor(memory: Memory, arenaStart: Addr) {
    this.#memory = memory;
    this.#arenaStart = arenaStart;
  }

  /** Pointer bit + 16 * scan bit of the word at `addr`. */
  bitsAt(addr: Addr): number {
    const word = this.#wordOf(addr);
    const at = this.#byteOf(word);
    const { bytes } = this.#memory.slab(at);
    return ((bytes[this.#offset(at)] as number) >>> (word % WORDS_PER_BYTE)) & (POINTER | SCAN);
  }

  /** Bits of a new span: none, but of the one-word class all. */
  initSpan(addr: Addr, bytes: Bytes, elemsize: Bytes): void {
    const first = this.#wordOf(addr) / WORDS_PER_BYTE;
    this.#fill(first, bytes / HEAP_BITMAP_SCALE, elemsize === WORD_BYTES ? ALL : 0);
  }

  /** Describes an object of `words` words, 2 or more, of which the first `pointerWords` may hold pointers. */
  setType(addr: Addr, words: number, pointerWords: number): void {
    const first = this.#wordOf(addr);
    for (let i = 0; i < words;) {
      const word = first + i;
      const isWhole = word % WORDS_PER_BYTE === 0 && i > CHECKMARK_WORD;
      const here = Math.floor(((i < pointerWords ? pointerWords : words) - i) / WORDS_PER_BYTE);
      if (isWhole && here > 0) {
        this.#fill(word / WORDS_PER_BYTE, here, i < pointerWords ? ALL : 0);
        i += here * WORDS_PER_BYTE;
        continue;
      }
      const scan = i === CHECKMARK_WORD ? 0 : SCAN;
      this.#set(word, i < pointerWords ? POINTER | scan : 0);
      i += 1;
    }
  }

  #set(word: number, bits: number): void {
    const at = this.#byteOf(word);
    const { bytes } = this.#memory.slab(at);
    const offset = this.#offset(at);
    const shift = word % WORDS_PER_BYTE;
    const old = bytes[offset] as number;
    bytes[offset] = (old & ~((POINTER | SCAN) << shift)) | (bits << shift);
  }

  /** Writes the bytes of words 4 * first, …, which lie below each other. */
  #fill(first: number, count: number, value: number): void {
    const { slabBytes } = this.#memory;
    let low = this.#arenaStart - first - count;
    for (let left = count; left > 0;) {
      const offset = this.#offset(low);
      const here = Math.min(left, slabBytes - offset);
      this.#memory.slab(low).bytes.fill(value, offset, offset + here);
      low += here;
      left -= here;
    }
  }

  #wordOf(addr: Addr): number {
    return Math.floor((addr - this.#arenaStart) / WORD_BYTES);
  }

  #byteOf(word: number): Addr {
    return this.#arenaStart - 1 - Math.floor(word / WORDS_PER_BYTE);
  }

  #offset(addr: Addr): number {
    return addr & (this.#memory.slabBytes - 1);
  }
}
