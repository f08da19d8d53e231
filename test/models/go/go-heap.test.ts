import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap, ZERO_BASE } from '../../../models/go/go-heap.ts';
import { geometryOf } from '../../../models/go/geometry.ts';
import { loadPointer } from '../../../models/go/words.ts';
import { Os } from '../../../models/os/os.ts';
import { ALL_WORDS, isRefusal } from '../../../spec/subject.ts';
import type { Fault } from '../../../spec/subject.ts';
import { SPAN_DEAD } from '../../../spec/views/go.ts';

function heapOf(geometry = 'wasm32', procs = 1, faults: readonly Fault[] = []): GoHeap {
  const layout = geometryOf(geometry)!;
  return new GoHeap(layout, new Os({ addressLimit: layout.addressLimit, faults }), { procs });
}

/** How a call was refused; `served` when it was not. */
function refusalOf(call: () => unknown): string {
  try {
    call();
    return 'served';
  } catch (error) {
    if (isRefusal(error)) return error.kind;
    throw error;
  }
}

describe.each(['wasm32', 'linux64'])('a Go heap (%s)', (geometry) => {
  let heap: GoHeap;
  let noscan: (size: number) => number;

  beforeEach(() => {
    heap = heapOf(geometry);
    noscan = (size) => heap.malloc(size, 0, false);
  });

  it('hands out the slots of a class in order', () => {
    const first = noscan(64);
    expect([noscan(64), noscan(50), noscan(64)]).toEqual([first + 64, first + 128, first + 192]);
  });

  it('keeps blocks with pointers apart from those without', () => {
    const span = (addr: number) => heap.heap.spanOf(addr)!.spanclass;
    expect([
      span(noscan(64)),
      span(heap.malloc(64, ALL_WORDS, true)),
      span(heap.malloc(64, 2, true)),
    ]).toEqual([13, 12, 12]);
  });

  it('packs tiny objects by their alignment into one slot', () => {
    const a = noscan(1);
    expect([noscan(2), noscan(1), noscan(4), noscan(3)].map((addr) => addr - a)).toEqual([
      2, 4, 8, 12,
    ]);
  });

  it('keeps the tiny block that has more room left', () => {
    const a = noscan(10);
    const b = noscan(14);
    expect([b - a, noscan(2) - a]).toEqual([16, 10]);
  });

  it('gives all zero-size blocks one address below the heap', () => {
    expect([noscan(0), noscan(0)]).toEqual([ZERO_BASE, ZERO_BASE]);
    expect(refusalOf(() => heap.free(ZERO_BASE))).toBe('served');
  });

  it('gives a large object a span of its own, with the requested size as its limit', () => {
    const addr = noscan(40000);
    const span = heap.heap.spanOf(addr)!;
    expect([addr % 8192, span.npages, span.nelems, span.limit - addr]).toEqual([0, 5, 1, 40000]);
    expect(heap.usableSize(addr)).toBe(40000);
  });

  it('hands out a freed slot again first, the last freed before the others', () => {
    const [a, b] = [noscan(64), noscan(64)];
    heap.free(a);
    heap.free(b);
    expect([noscan(64), noscan(64)]).toEqual([b, a]);
  });

  it('gives the pages of a freed large object back at once', () => {
    const addr = noscan(200_000);
    heap.free(addr);
    expect(heap.heap.spanOf(addr)!.state).toBe(SPAN_DEAD);
    expect(heap.heap.stats.pagesInUse).toBe(0);
    expect(noscan(200_000)).toBe(addr);
  });

  it('lets a freed tiny object wait for the next collection', () => {
    const a = noscan(8);
    heap.free(a);
    expect(noscan(8)).toBe(a + 8);
    heap.gc([]);
    heap.gc([]);
    heap.finishSweep();
    expect(heap.heap.stats.pagesInUse).toBe(0);
  });

  it('clears what may be dirty where zeroes are asked for, and only there', () => {
    const dirty = (addr: number) =>
      heap.memory.slab(addr).words.fill(-1, (addr & 65535) >>> 2, ((addr & 65535) + 64) >>> 2);
    const a = noscan(64);
    dirty(a);
    heap.free(a);
    expect(loadPointer(heap.memory, noscan(64))).not.toBe(0);
    heap.free(a);
    expect(loadPointer(heap.memory, heap.malloc(64, 0, true))).toBe(0);
  });

  it('keeps what roots reach, through pointers in any word, and frees the rest', () => {
    const [a, b, c, lost] = Array.from({ length: 4 }, () => heap.malloc(48, ALL_WORDS, true));
    heap.writePointer(a! + 40, b!);
    heap.writePointer(b!, c!);
    heap.gc([a!]);
    heap.finishSweep();
    const span = heap.heap.spanOf(a!)!;
    expect([a, b, c, lost].map((addr) => span.isFree(span.objIndex(addr!)))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(span.allocCount).toBe(3);
  });

  it('does not look at words that hold no pointers', () => {
    const a = heap.malloc(64, 1, true);
    const b = heap.malloc(64, ALL_WORDS, true);
    heap.writePointer(a + 8, b);
    heap.gc([a]);
    expect(refusalOf(() => heap.free(b))).toBe('bad-free');
    expect(refusalOf(() => heap.free(a))).toBe('served');
  });

  it('sweeps a span when an allocation wants its slots', () => {
    const blocks = Array.from({ length: 128 }, () => noscan(64));
    heap.gc(blocks.filter((_, i) => i !== 77));
    expect(noscan(64)).toBe(blocks[77]);
  });

  it('sweeps a span when its pages are wanted', () => {
    const addr = noscan(300_000);
    noscan(64);
    heap.gc([]);
    expect(noscan(300_000)).toBe(addr);
  });

  it.each([-1, 1.5, NaN, Infinity, 2 ** 49, -0.5])('refuses a malloc of %s bytes', (size) => {
    const before = heap.footprint();
    expect(refusalOf(() => noscan(size))).toBe('bad-size');
    expect(heap.footprint()).toEqual(before);
  });

  it('refuses to free what is not the start of an allocated block, and changes nothing', () => {
    const [small, other, large, tiny, sixteen] = [
      noscan(64),
      noscan(64),
      noscan(100_000),
      noscan(6),
      noscan(16),
    ];
    heap.free(other);
    const before = heap.footprint();
    const bad = [
      NaN,
      -8,
      0.5,
      8,
      2 ** 50,
      small + 8,
      small + 1,
      other,
      other + 64,
      large + 8192,
      large + 100_000,
    ];
    for (const addr of [...bad, tiny + 1, tiny + 8, sixteen + 8]) {
      expect([addr, refusalOf(() => heap.free(addr))]).toEqual([addr, 'bad-free']);
    }
    expect(heap.footprint()).toEqual(before);
    for (const addr of [small, large, tiny, sixteen]) heap.free(addr);
    for (const addr of [small, large, tiny, sixteen]) {
      expect([addr, refusalOf(() => heap.free(addr))]).toEqual([addr, 'bad-free']);
    }
  });

  it('refuses to free what a collection freed, whether it is swept yet or not', () => {
    const [kept, lost] = [noscan(64), noscan(64)];
    heap.gc([kept]);
    expect(refusalOf(() => heap.free(lost))).toBe('bad-free');
    heap.finishSweep();
    expect(refusalOf(() => heap.free(lost))).toBe('bad-free');
    expect(refusalOf(() => heap.free(kept))).toBe('served');
  });

  it('never shares a span between processors', () => {
    const two = heapOf(geometry, 2);
    const a = two.malloc(64, 0, false);
    two.switchP(1);
    const b = two.malloc(64, 0, false);
    expect(two.heap.spanOf(a)).not.toBe(two.heap.spanOf(b));
    two.free(a);
    expect(two.malloc(64, 0, false)).toBe(a);
  });

  it('gives scavenged pages back to the operating system and takes them again', () => {
    heap.free(noscan(1_000_000));
    const { os, stats } = heap.heap;
    const resident = os.residentBytes;
    expect(heap.scavenge(10)).toBeGreaterThan(0);
    expect(os.residentBytes).toBeLessThan(resident);
    const addr = heap.malloc(1_000_000, 0, true);
    expect([loadPointer(heap.memory, addr), loadPointer(heap.memory, addr + 999_992)]).toEqual([
      0, 0,
    ]);
    expect(stats.heapInUse).toBe(123 * 8192);
  });
});

describe('a Go heap whose operating system refuses', () => {
  it.each(['reserve', 'map'] as const)(
    'refuses for lack of memory when the first %s fails, and serves later',
    (call) => {
      const heap = heapOf('wasm32', 1, [{ kind: 'refuse', call, k: 1, onwards: false }]);
      expect(refusalOf(() => heap.malloc(64, 0, false))).toBe('out-of-memory');
      expect(refusalOf(() => heap.malloc(64, 0, false))).toBe('served');
    },
  );

  it('keeps serving from what it has when no growth is possible', () => {
    const heap = heapOf('wasm32', 1, [{ kind: 'refuse', call: 'map', k: 2, onwards: true }]);
    const addr = heap.malloc(3_000_000, 0, false);
    expect(refusalOf(() => heap.malloc(3_000_000, 0, false))).toBe('out-of-memory');
    heap.free(addr);
    expect(heap.malloc(3_000_000, 0, false)).toBe(addr);
  });

  it.each(['gapped', 'descending', 'top', 'longer'] as const)(
    'grows wherever regions are put: %s',
    (placement) => {
      for (const geometry of ['wasm32', 'linux64']) {
        const heap = heapOf(geometry, 1, [{ kind: 'place', placement }]);
        const blocks = Array.from({ length: 12 }, () => heap.malloc(5_000_000, 0, false));
        expect(new Set(blocks).size).toBe(12);
        for (const addr of blocks) heap.free(addr);
        expect(heap.heap.stats.pagesInUse).toBe(0);
      }
    },
  );
});
