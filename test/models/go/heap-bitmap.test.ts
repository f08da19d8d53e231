// Goal: the pointer bits of an object are its own, also where it lies in two arenas. Method: bits of all words around are
// set, those of one object are written, and all are read.
import { describe, expect, it } from 'vitest';
import { WASM32 } from '../../../models/go/geometry.ts';
import { ArenaMap, WORDS_PER_BITMAP_BYTE } from '../../../models/go/heap-arena.ts';
import { pointerBit, scanBit, setHeapBits } from '../../../models/go/heap-bitmap.ts';

const ARENA = WASM32.heapArenaBytes;
const WORD = 8;
/** Words before and behind the object. */
const AROUND = 12;

/** Two arenas side by side, with their tables. */
function arenas(): ArenaMap {
  const map = new ArenaMap(ARENA);
  for (const index of [16, 17]) map.add(index).needBitmap();
  return map;
}

/** Both bits of `count` words from `addr`, as digits: 3 for both. */
function bits(map: ArenaMap, addr: number, count: number): string {
  return Array.from({ length: count }, (_, i) => {
    const at = addr + i * WORD;
    const { bitmap, base } = map.of(at)!;
    const word = (at - base) / WORD;
    return (scanBit(bitmap, word) ? 2 : 0) + (pointerBit(bitmap, word) ? 1 : 0);
  }).join('');
}

describe('heap bits', () => {
  it.each([
    [1, 0],
    [1, 1],
    [2, 1],
    [5, 2],
    [16, 16],
    [18, 9],
    [40, 0],
    [64, 33],
  ])(
    'of %i words with %i pointers are set at every place, and no others are',
    (words, pointers) => {
      for (const start of [0, 1, 2, 3, ARENA / WORD - 1, ARENA / WORD - 7, ARENA / WORD - 30]) {
        const addr = 16 * ARENA + AROUND * WORD + start * WORD;
        for (const old of [0, words + 2 * AROUND]) {
          const map = arenas();
          const from = addr - AROUND * WORD;
          setHeapBits(map, from, words + 2 * AROUND, old);
          setHeapBits(map, addr, words, pointers);
          const beside = (old === 0 ? '0' : '3').repeat(AROUND);
          const own = '3'.repeat(pointers) + '0'.repeat(words - pointers);
          expect(bits(map, from, words + 2 * AROUND)).toBe(beside + own + beside);
        }
      }
    },
  );

  it('of a large object reach through an arena', () => {
    const map = arenas();
    setHeapBits(map, 17 * ARENA - WORD, 9, 5);
    expect(bits(map, 17 * ARENA - 2 * WORD, 11)).toBe('03333300000');
  });
});

describe('an arena', () => {
  it('has tables for its own pages and words', () => {
    const map = arenas();
    const [arena] = map.all;
    const pages = ARENA / 8192;
    expect([arena?.spans.length, arena?.pageInUse.length, arena?.pageMarks.length]).toEqual([
      pages,
      pages / 32,
      pages / 32,
    ]);
    expect(arena?.pageSpecials.length).toBe(pages / 32);
    expect(arena?.bitmap.length).toBe(ARENA / WORD / WORDS_PER_BITMAP_BYTE);
    arena?.clearCheckmarks();
    expect(arena?.checkmarks?.length).toBe(ARENA / WORD / 32);
    const { checkmarks } = arena!;
    checkmarks?.fill(-1);
    arena?.clearCheckmarks();
    expect(arena?.checkmarks).toBe(checkmarks);
    expect(checkmarks?.every((bits) => bits === 0)).toBe(true);
  });

  it('is found by any of its addresses, whichever was asked for before', () => {
    const map = arenas();
    const [low, high] = map.all;
    const asked = [16, 17, 17, 16].flatMap((index) => [
      map.of(index * ARENA),
      map.of((index + 1) * ARENA - 1),
    ]);
    expect(asked).toEqual([low, low, high, high, high, high, low, low]);
    expect([map.of(16 * ARENA - 1), map.of(18 * ARENA), map.of(0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
