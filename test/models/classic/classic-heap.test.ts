// Goal: objects are marked by the bitmap, swept by who wants their spans, and described where Go 1.10 describes them.
// Method: a few blocks with pointers, collections, and a look at spans, lists and bytes of the bitmap.
import { describe, expect, it } from 'vitest';
import { ALL_WORDS } from '../../../spec/subject.ts';
import { classicOf, largeOf, layout, reservationOf } from './support.ts';
import type { Classic } from './support.ts';

/** The bytes of the bitmap, from that of the first four words of the arena downwards. */
function bitmapOf(heap: Classic, count: number): string {
  const { arenaStart } = reservationOf(heap);
  const { memory } = heap.classic;
  return Array.from({ length: count }, (_, k) => {
    const at = arenaStart - 1 - k;
    return (memory.slab(at).bytes[at % memory.slabBytes] as number).toString(2).padStart(8, '0');
  }).join(' ');
}

describe('the bitmap', () => {
  it.each([
    // Scan bits in the upper half, the first word lowest; the second word of an object has none.
    [16, ALL_WORDS, '00010011'],
    [24, ALL_WORDS, '01010111'],
    [24, 1, '00010001'],
    [32, ALL_WORDS, '11011111'],
    [48, ALL_WORDS, '11011111 00110011'],
    [64, 5, '11011111 00010001'],
    [8, ALL_WORDS, '11111111 11111111'],
  ])('of a block of %i bytes with %i words of pointers is %s', (size, words, bits) => {
    const heap = classicOf('tiny');
    heap.malloc(size, words, false);
    expect(bitmapOf(heap, bits.split(' ').length)).toBe(bits);
  });

  it('of a block leaves that of its neighbours as it is', () => {
    const heap = classicOf('tiny');
    heap.malloc(24, ALL_WORDS, false);
    heap.malloc(24, ALL_WORDS, false);
    expect(bitmapOf(heap, 2)).toBe('11011111 00100011');
  });
});

describe('a collection', () => {
  it('keeps what a third word leads to, and frees the rest when it is wanted', () => {
    const heap = classicOf('tiny');
    const [a, b, c] = [24, 24, 24].map((size) => heap.malloc(size, ALL_WORDS, false)) as [
      number,
      number,
      number,
    ];
    heap.writePointer?.(a + 16, c);
    heap.gc?.([a]);
    expect(heap.classic.sweepDone).toBe(false);
    const span = heap.classic.spanOf(a);
    expect(span?.sweepgen).toBe(heap.classic.sweepgen - 2);
    expect(heap.malloc(24, ALL_WORDS, false)).toBe(b);
    expect(span?.sweepgen).toBe(heap.classic.sweepgen);
  });

  it('puts a full span that lost something on the nonempty list, and takes one that lost all home', () => {
    const heap = classicOf('tiny');
    const blocks = Array.from({ length: 8 }, () => heap.malloc(1024, 0, false));
    heap.gc?.(blocks.slice(1));
    const [central] = heap.classic.central.filter(({ empty }) => empty.length > 0);
    heap.finishSweep?.();
    expect([central?.nonempty.length, central?.empty.length]).toEqual([1, 0]);
    heap.gc?.([]);
    heap.finishSweep?.();
    expect([central?.nonempty.length, layout(heap)]).toEqual([0, '8.']);
  });

  it('leaves large objects to who needs their pages', () => {
    const heap = classicOf('tiny');
    largeOf(heap, 12, 9, 10);
    heap.gc?.([]);
    expect(layout(heap)).toBe('12 9 10 1.');
    largeOf(heap, 10);
    // All are long ones, of which the first that serves is swept.
    expect(layout(heap)).toBe('10 2. 9 10 1.');
  });

  it('forgets the tiny block, whose slot is freed', () => {
    const heap = classicOf('tiny');
    heap.malloc(3, 0, false);
    const { mcaches } = heap.classic;
    expect(mcaches[0]?.tinyoffset).toBe(3);
    heap.gc?.([]);
    expect(mcaches[0]?.tiny).toBe(0);
  });
});
