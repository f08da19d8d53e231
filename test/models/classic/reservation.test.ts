// Goal: the reservation of a classic heap is divided as Go 1.10 divides it, lies where it is to lie, and is mapped in step.
// Method: the numbers of linux/amd64 by table; heaps on systems on which places are taken, or calls refused.
import { describe, expect, it } from 'vitest';
import { AMD64_ARENA, AMD64_BASES, areasOf, geometryOf } from '../../../models/classic/geometry.ts';
import { reserve } from '../../../models/classic/reservation.ts';
import { Os } from '../../../models/os/os.ts';
import { ClassicLog } from '../../../spec/views/classic-log.ts';
import { GIB, KIB, MIB } from '../../../src/base/units.ts';
import type { Fault } from '../../../spec/subject.ts';
import { PAGE_READY, PAGE_RESERVED } from '../../../spec/views/os.ts';
import { classicOf, reservationOf } from './support.ts';

const SMALL64 = geometryOf('small64')!;

describe('the areas', () => {
  it.each([
    ['linux/amd64', AMD64_ARENA, 512 * MIB, 16 * GIB, 512 * GIB],
    ['windows/amd64', 2 ** 35, 32 * MIB, GIB, 32 * GIB],
    ['2 GiB', 2 * GIB, 2 * MIB, 64 * MIB, 2 * GIB],
    ['tiny', 8 * MIB, 8 * KIB, 256 * KIB, 8 * MIB],
  ])('of %s', (_, arena, spans, bitmap, all) => {
    const areas = areasOf(arena);
    expect(areas).toMatchObject({ spans, bitmap, arena: all });
    expect(areas.reserved).toBe(spans + bitmap + all + 8192);
  });

  it('begin at a place of 0xc0 on amd64, of which there are 128', () => {
    expect(AMD64_BASES.slice(0, 3)).toEqual([0xc0_0000_0000, 0x1c0_0000_0000, 0x2c0_0000_0000]);
    expect(AMD64_BASES.at(-1)).toBe(0x7fc0_0000_0000);
  });
});

describe('a heap of 48-bit addresses', () => {
  it('begins at 0xc000000000, with its table, its bitmap, and then its arena', () => {
    const heap = classicOf('small64');
    expect(heap.classic.reservation).toBeUndefined();
    const addr = heap.malloc(100_000, 0, false);
    expect(reservationOf(heap)).toMatchObject({
      spansStart: 0xc0_0000_0000,
      bitmapStart: 0xc0_0004_0000,
      arenaStart: 0xc0_0084_0000,
      arenaUsed: 0xc0_0094_0000,
      arenaEnd: 0xc0_1084_0000,
    });
    expect(addr).toBe(0xc0_0084_0000);
  });

  it('begins at the next place where the first one is taken', () => {
    const os = new Os({ addressLimit: 2 ** 47, faults: [] });
    os.sysReserve(0xc0_0000_0000, 64 * KIB);
    const log = new ClassicLog();
    expect(reserve(os, SMALL64, log)?.spansStart).toBe(0x1c0_0000_0000);
    expect([...log.marks]).toEqual(['go-classic/arena-at-next-base']);
  });

  it('begins at the next place where the first one is refused', () => {
    const faults: Fault[] = [{ kind: 'refuse', call: 'reserve', k: 1, onwards: false }];
    const heap = classicOf('small64', { faults });
    heap.malloc(8, 0, false);
    expect(reservationOf(heap).spansStart).toBe(0x1c0_0000_0000);
  });
});

describe('a heap of 32-bit addresses', () => {
  it.each([
    [0, 512 * MIB],
    [1, 256 * MIB],
    [2, 128 * MIB],
  ])('has after %i refusals an arena of %i bytes', (refusals, arena) => {
    const faults = Array.from({ length: refusals }, (_, i): Fault => {
      return { kind: 'refuse', call: 'reserve', k: i + 1, onwards: false };
    });
    const heap = classicOf('small32', { faults });
    heap.malloc(8, 0, false);
    const { arenaStart, arenaEnd } = reservationOf(heap);
    expect(arenaEnd - arenaStart).toBe(arena);
  });

  it('is nowhere when all of them are refused, and asks again', () => {
    // It tries once to grow by the least, and once by what it needs.
    const faults: Fault[] = [1, 2, 3, 4, 5, 6].map((k) => {
      return { kind: 'refuse', call: 'reserve', k, onwards: false };
    });
    const heap = classicOf('small32', { faults });
    expect(() => heap.malloc(8, 0, false)).toThrow('out of memory');
    expect(heap.malloc(8, 0, false)).toBe(reservationOf(heap).arenaStart);
  });
});

describe('what describes the arena', () => {
  it('is mapped as far as the arena is used: the table upwards, the bitmap downwards', () => {
    const heap = classicOf('tiny');
    const mapped = [1, 64, 600].map((npages) => {
      heap.malloc(npages * 8192, 0, false);
      const { spansMapped, bitmapMapped } = reservationOf(heap);
      return [spansMapped, bitmapMapped];
    });
    // 8 bytes a page in pages of 4 KiB; 256 bytes a page in steps of 8 KiB.
    expect(mapped).toEqual([
      [4096, 8192],
      [4096, 24_576],
      [8192, 172_032],
    ]);
    const { arenaStart, arenaUsed } = reservationOf(heap);
    const states = [arenaStart - 172_032 - 1, arenaStart - 172_032, arenaUsed - 1, arenaUsed];
    expect(states.map((addr) => heap.os?.stateAt(addr))).toEqual([
      PAGE_RESERVED,
      PAGE_READY,
      PAGE_READY,
      PAGE_RESERVED,
    ]);
  });

  it.each([1, 2, 3])('that is refused by call %i fails the request alone', (k) => {
    const faults: Fault[] = [1, 2, 3].map((more) => {
      return { kind: 'refuse', call: 'map', k: k + more - 1, onwards: false };
    });
    const heap = classicOf('tiny', { faults });
    const answers = [1, 2, 3, 4].map(() => {
      try {
        return typeof heap.malloc(10 * 8192, 0, false);
      } catch {
        return 'refused';
      }
    });
    expect(answers).toEqual(['refused', 'refused', 'refused', 'number']);
    expect(reservationOf(heap).arenaUsed - reservationOf(heap).arenaStart).toBe(10 * 8192);
  });
});
