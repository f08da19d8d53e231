// Goal: pages are handed out, cut, joined, given back and grown as in Go 1.10.
// Method: large blocks in the tiny geometry, freed by name; the spans of the arena written down after each step.
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../spec/subject.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';
import { classicOf, largeOf, layout, reservationOf } from './support.ts';
import type { Classic } from './support.ts';

/** Number of the page that a block begins at. */
function pagesOf(heap: Classic, addrs: readonly number[]): number[] {
  return addrs.map((addr) => (addr - reservationOf(heap).arenaStart) / PAGE_BYTES);
}

describe('a free span', () => {
  it('takes in what is free on both sides, and its descriptor serves next', () => {
    const heap = classicOf('tiny');
    const [a, b, c] = largeOf(heap, 5, 5, 6) as [number, number, number];
    expect(layout(heap)).toBe('5 5 6');
    heap.free(a);
    heap.free(c);
    expect(layout(heap)).toBe('5. 5 6.');
    heap.free(b);
    expect(layout(heap)).toBe('16.');
    const waiting = heap.classic.freeDescriptors.map(({ index }) => index);
    largeOf(heap, 7);
    expect(layout(heap)).toBe('7 9.');
    expect(heap.classic.freeDescriptors.map(({ index }) => index)).toEqual(waiting.slice(0, -1));
  });

  it('is cut at its low end, and the shortest one that fits is', () => {
    const heap = classicOf('tiny');
    const blocks = largeOf(heap, 20, 5, 10, 5, 15, 5);
    [0, 2, 4].forEach((i) => heap.free(blocks[i] as number));
    expect(layout(heap)).toBe('20. 5 10. 5 15. 5 2.');
    expect(pagesOf(heap, largeOf(heap, 9, 12))).toEqual([25, 40]);
    expect(layout(heap)).toBe('20. 5 9 1. 5 12 3. 5 2.');
  });

  it('is taken from its list where it is short: the last freed first', () => {
    const heap = classicOf('tiny');
    const blocks = largeOf(heap, 6, 5, 6, 5, 6, 5);
    [2, 0, 4].forEach((i) => heap.free(blocks[i] as number));
    expect(pagesOf(heap, largeOf(heap, 6, 6, 6))).toEqual([22, 0, 11]);
  });

  it('is taken by address where it is long and as long as another', () => {
    const heap = classicOf('tiny');
    const blocks = largeOf(heap, 9, 5, 9, 5, 9, 5);
    [2, 0, 4].forEach((i) => heap.free(blocks[i] as number));
    expect(pagesOf(heap, largeOf(heap, 9, 9, 9))).toEqual([0, 14, 28]);
  });
});

describe('what was given back', () => {
  it('is counted through joins, and backed again as a whole', () => {
    const heap = classicOf('tiny');
    const [a, b] = largeOf(heap, 5, 5, 6) as [number, number];
    heap.free(a);
    expect(heap.scavenge?.(1)).toBe(5);
    expect(layout(heap)).toBe('5~ 5 6');
    heap.free(b);
    expect(layout(heap)).toBe('10.5~ 6');
    expect(heap.classic.stats.heapReleased).toBe(5 * PAGE_BYTES);
    largeOf(heap, 6);
    expect(layout(heap)).toBe('6 4. 6');
    expect(heap.classic.stats.heapReleased).toBe(0);
  });

  it('is by itself what has been free for two collections', () => {
    const heap = classicOf('tiny');
    const [a, , c] = largeOf(heap, 5, 5, 5) as [number, number, number];
    const roots = [a, c];
    heap.gc?.(roots);
    heap.finishSweep?.();
    heap.free(a);
    const given = [1, 2, 3].map(() => {
      heap.gc?.([c]);
      return heap.backgroundScavenge?.(100);
    });
    // First the page that was free from the beginning, then what was freed behind the first collection.
    expect(given).toEqual([1, 1, 0]);
    expect(layout(heap)).toBe('10~ 5 1~');
  });
});

describe('growth', () => {
  it.each([
    [5, 8],
    [9, 10],
    [12, 12],
  ])('for %i pages is by %i, and joins what is free below', (asked, grown) => {
    const heap = classicOf('tiny');
    largeOf(heap, asked);
    const { arenaStart, arenaUsed } = reservationOf(heap);
    expect((arenaUsed - arenaStart) / PAGE_BYTES).toBe(grown);
    largeOf(heap, 9);
    expect(layout(heap).split(' ').length).toBeLessThan(4);
  });

  it('by what is needed alone serves as well, where the system refuses more', () => {
    const faults: Fault[] = [{ kind: 'refuse', call: 'map', k: 3, onwards: false }];
    const heap = classicOf('small64', { faults });
    expect(pagesOf(heap, largeOf(heap, 5))).toEqual([0]);
    expect(layout(heap)).toBe('5 3.');
  });

  it('ends with the arena', () => {
    const heap = classicOf('tiny');
    largeOf(heap, 1000);
    expect(() => largeOf(heap, 25)).toThrow('out of memory');
    expect(pagesOf(heap, largeOf(heap, 24))).toEqual([1000]);
    expect(() => heap.malloc(8, 0, false)).toThrow('out of memory');
  });
});
