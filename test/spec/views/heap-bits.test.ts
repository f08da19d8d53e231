// Goal: the bits of a word are found wherever the word lies. Method: one wrong word at a time, before,
// inside and behind whole bytes of the bitmap, and on both sides of the end of an arena.
import { describe, expect, it } from 'vitest';
import { HEAP_BASE, altered, goView } from '../../../spec/fixtures/go.ts';
import type { Parts } from '../../../spec/fixtures/go.ts';
import { CHUNK_BYTES } from '../../../spec/views/go.ts';
import { firstWrongWord, heapBitsAt } from '../../../spec/views/heap-bits.ts';

const END_OF_ARENA = HEAP_BASE + CHUNK_BYTES;

/** Flips both bits of a word. */
function flipWord({ go }: Parts, addr: number): void {
  const offset = addr - HEAP_BASE;
  const { bitmap } = go.arenas[Math.floor(offset / CHUNK_BYTES)]!;
  const word = (offset % CHUNK_BYTES) / 8;
  bitmap[word >>> 2]! ^= 0x11 << (word & 3);
}

/** Two arenas in which `pointerWords` words from `addr` have both bits. */
const described = (addr: number, pointerWords: number) =>
  altered(goView({ arenas: 2 }), (parts) => {
    for (let i = 0; i < pointerWords; i += 1) flipWord(parts, addr + 8 * i);
  });

describe('the first wrong word', () => {
  it.each([
    ['at the start of a byte', HEAP_BASE, 16, 9],
    ['inside a byte', HEAP_BASE + 24, 11, 5],
    ['without pointers', HEAP_BASE + 8, 13, 0],
    ['with nothing else', HEAP_BASE + 8, 12, 12],
    ['across the end of an arena', END_OF_ARENA - 40, 12, 7],
  ])('is found in a slot %s', (_, addr, words, pointerWords) => {
    const right = described(addr, pointerWords);
    expect(firstWrongWord(right.go, addr, words, pointerWords)).toBe(-1);
    for (let i = 0; i < words; i += 1) {
      const wrong = altered(right, (parts) => flipWord(parts, addr + 8 * i));
      expect(firstWrongWord(wrong.go, addr, words, pointerWords)).toBe(i);
    }
  });

  it('is the first one where there is no arena, or no bitmap yet', () => {
    const { go } = goView();
    expect(firstWrongWord(go, END_OF_ARENA - 16, 4, 0)).toBe(2);
    const bare = altered(goView(), (parts) => {
      parts.go.arenas[0]!.bitmap = new Uint8Array(0);
    });
    expect(firstWrongWord(bare.go, HEAP_BASE, 4, 0)).toBe(0);
  });
});

describe('the bits of a word', () => {
  it('are both, or none outside of every arena', () => {
    const { go } = described(HEAP_BASE + 24, 1);
    const at = [16, 24, 32, CHUNK_BYTES * 2].map((offset) => heapBitsAt(go, HEAP_BASE + offset));
    expect(at).toEqual([0, 0x11, 0, 0]);
  });
});
