/**
 * The heap bitmap as Go 1.19 has it: for each 8-byte word of the heap a pointer bit and a scan bit.
 *
 *     byte k:  [ s3 s2 s1 s0 | p3 p2 p1 p0 ]   for words 4k … 4k+3 of the arena
 */
import type { Addr } from '../../src/base/units.ts';
import { WORD_BYTES } from './go.ts';
import type { GoView } from './go.ts';

const WORDS_PER_BYTE = 4;
const BOTH = 0x11;
const BOTH_OF_ALL = 0xff;

/** Pointer bit + 16 * scan bit of the word at `addr`; 0 outside of every arena. */
export function heapBitsAt(go: GoView, addr: Addr): number {
  const { heapArenaBytes } = go.geometry;
  const bitmap = go.arenaAt(Math.floor(addr / heapArenaBytes))?.bitmap;
  const word = Math.floor((addr % heapArenaBytes) / WORD_BYTES);
  return ((bitmap?.[word >>> 2] ?? 0) >>> (word & 3)) & BOTH;
}

/**
 * The first of the `words` words from `addr` whose bits are wrong, where the first `pointerWords` should have both and
 * the others none; -1 when all are right.
 *
 * @cost O(words / 4)
 */
export function firstWrongWord(
  go: GoView,
  addr: Addr,
  words: number,
  pointerWords: number,
): number {
  const { heapArenaBytes } = go.geometry;
  for (let i = 0; i < words;) {
    const at = addr + i * WORD_BYTES;
    const bitmap = go.arenaAt(Math.floor(at / heapArenaBytes))?.bitmap;
    if (bitmap === undefined) return i;
    const first = (at % heapArenaBytes) / WORD_BYTES;
    const here = Math.min(words - i, heapArenaBytes / WORD_BYTES - first);
    const pointers = Math.max(0, Math.min(pointerWords - i, here));
    let wrong = firstOther(bitmap, first, first + pointers, BOTH_OF_ALL);
    if (wrong < 0) wrong = firstOther(bitmap, first + pointers, first + here, 0);
    if (wrong >= 0) return i + wrong - first;
    i += here;
  }
  return -1;
}

/** The first word of `from`…`to`-1 whose bits are not those that a byte of `all` gives it; -1 when there is none. */
function firstOther(bitmap: Uint8Array, from: number, to: number, all: number): number {
  for (let word = from; word < to;) {
    const byte = bitmap[word >>> 2];
    if (byte === all && (word & 3) === 0) word += WORDS_PER_BYTE;
    else if (byte === undefined || (((byte ^ all) >>> (word & 3)) & BOTH) !== 0) return word;
    else word += 1;
  }
  return -1;
}
