/**
 * The heap bitmap: for every 8-byte word of the heap a pointer bit and a scan bit. See go-heap.ts for the tiers.
 *
 *     byte k:  [ s3 s2 s1 s0 | p3 p2 p1 p0 ]   for words 4k … 4k+3
 *
 * p: the word may hold a pointer. s: it, or a later word of the object, may. A scan stops at the first word whose s is
 * 0. Objects of 16 and 24 bytes share bytes with their neighbours, so only an object's own bits are written. The bits
 * of a free slot are stale; those of a span without pointers mean nothing.
 *
 * Keeps: go/heap-bits-match-type.
 * Source: Go 1.19 runtime/mbitmap.go (heapBitsSetType, initSpan).
 * Differs: a type is described by how many words from the start may hold pointers, all of which get both bits.
 */
import type { Addr } from '../../src/base/units.ts';
import { WORD_BYTES } from '../../spec/views/go.ts';
import { WORDS_PER_BITMAP_BYTE } from './heap-arena.ts';
import type { ArenaMap, HeapArena } from './heap-arena.ts';

const BOTH = 0x11;

/**
 * Writes the bits of the `words` words from `addr`: both for the first `pointerWords`, none for the rest.
 *
 * @cost O(words / 4)
 */
export function setHeapBits(
  arenas: ArenaMap,
  addr: Addr,
  words: number,
  pointerWords: number,
): void {
  let at = addr;
  let left = words;
  let pointers = pointerWords;
  while (left > 0) {
    const arena = arenas.of(at) as HeapArena;
    const first = (at - arena.base) / WORD_BYTES;
    const here = Math.min(left, arena.bitmap.length * WORDS_PER_BITMAP_BYTE - first);
    const pointersHere = Math.min(pointers, here);
    setRange(arena.bitmap, first, pointersHere, true);
    setRange(arena.bitmap, first + pointersHere, here - pointersHere, false);
    at += here * WORD_BYTES;
    left -= here;
    pointers -= pointersHere;
  }
}

/** Sets or clears both bits of `count` words from word `first` of one arena. */
function setRange(bitmap: Uint8Array, first: number, count: number, on: boolean): void {
  let word = first;
  const end = first + count;
  while (word < end && (word & 3) !== 0) {
    setWord(bitmap, word, on);
    word += 1;
  }
  const bytes = (end - word) >>> 2;
  if (bytes > 0) {
    bitmap.fill(on ? 0xff : 0, word >>> 2, (word >>> 2) + bytes);
    word += bytes * WORDS_PER_BITMAP_BYTE;
  }
  while (word < end) {
    setWord(bitmap, word, on);
    word += 1;
  }
}

function setWord(bitmap: Uint8Array, word: number, on: boolean): void {
  const bits = BOTH << (word & 3);
  const old = bitmap[word >>> 2] as number;
  bitmap[word >>> 2] = on ? old | bits : old & ~bits;
}

/** Whether the scan bit of word `word` of an arena is set. */
export function scanBit(bitmap: Uint8Array, word: number): boolean {
  return (((bitmap[word >>> 2] as number) >>> (4 + (word & 3))) & 1) === 1;
}

/** Whether the pointer bit of word `word` of an arena is set. */
export function pointerBit(bitmap: Uint8Array, word: number): boolean {
  return (((bitmap[word >>> 2] as number) >>> (word & 3)) & 1) === 1;
}
