/**
 * The bitmap of a classic heap, which grows downwards from where the arena starts; read on its own, by the table
 *
 *     arenaStart - 1 - k:  [ s3 s2 s1 s0 | p3 p2 p1 p0 ]   for words 4k … 4k+3 of the arena
 *
 * The scan bit of an object's second word is 0, also where the word may hold a pointer; but for the class of one word.
 */
import type { Addr } from '../../src/base/units.ts';
import type { ClassicView } from './classic.ts';
import { WORD_BYTES } from './go.ts';

const WORDS_PER_BYTE = 4;
const BOTH = 0x11;
const POINTER = 1;

/** Pointer bit + 16 * scan bit of the word at `addr`, which is in the arena. */
export function classicBitsAt({ memory, reservation }: ClassicView, addr: Addr): number {
  const start = reservation?.arenaStart ?? 0;
  const word = Math.floor((addr - start) / WORD_BYTES);
  const at = start - 1 - Math.floor(word / WORDS_PER_BYTE);
  return ((memory.slab(at).bytes[at % memory.slabBytes] as number) >>> (word % 4)) & BOTH;
}

/** What the bits of word `i` of an object are to be, of which the first `pointerWords` may hold pointers. */
export function classicBitsOf(i: number, words: number, pointerWords: number): number {
  if (words === 1) return BOTH;
  if (i >= pointerWords) return 0;
  return i === 1 ? POINTER : BOTH;
}

/**
 * The first of the `words` words of the object at `addr` whose bits are wrong; -1 when all are right.
 *
 * @cost O(words / 4)
 */
export function classicWrongWord(
  classic: ClassicView,
  addr: Addr,
  words: number,
  pointerWords: number,
): number {
  const { memory, reservation } = classic;
  const start = reservation?.arenaStart ?? 0;
  const first = (addr - start) / WORD_BYTES;
  for (let i = 0; i < words;) {
    const isWhole = (first + i) % WORDS_PER_BYTE === 0 && i > 1 && i + WORDS_PER_BYTE <= words;
    const isAlike = i >= pointerWords || i + WORDS_PER_BYTE <= pointerWords;
    if (isWhole && isAlike) {
      const at = start - 1 - (first + i) / WORDS_PER_BYTE;
      const byte = memory.slab(at).bytes[at % memory.slabBytes];
      if (byte === (i < pointerWords ? 0xff : 0)) {
        i += WORDS_PER_BYTE;
        continue;
      }
    }
    const bits = classicBitsAt(classic, addr + i * WORD_BYTES);
    if (bits !== classicBitsOf(i, words, pointerWords)) return i;
    i += 1;
  }
  return -1;
}
