import { describe, expect, it } from 'vitest';
import { Fatal } from '../../../spec/subject.ts';
import { OBJECT_MAX } from '../../../spec/contract.ts';
import { KIB, MIB } from '../../../src/base/units.ts';
import { EINVAL, ENOMEM, Heap } from '../../../models/malloc/heap.ts';
import { ARENA, LARGE_FROM, MAPPINGS, PAGE } from '../../../models/malloc/layout.ts';

const BLOCK_0 = ARENA + 16;

function fill(heap: Heap, addr: number, bytes: number, value: number): void {
  for (let at = addr; at < addr + bytes; at += 1)
    heap.system.slab(at).bytes[at % heap.system.slabBytes] = value;
}

function read(heap: Heap, addr: number, bytes: number): readonly number[] {
  return Array.from(
    { length: bytes },
    (_, i) => heap.system.slab(addr + i).bytes[(addr + i) % heap.system.slabBytes] as number,
  );
}

describe('malloc', () => {
  it.each([
    [0, 24],
    [1, 24],
    [24, 24],
    [25, 40],
    [40, 40],
    [1000, 1000],
    [LARGE_FROM - 8, LARGE_FROM - 8],
    [LARGE_FROM - 7, LARGE_FROM],
    [LARGE_FROM + 1, LARGE_FROM + PAGE],
  ])('of %i bytes gives %i to use', (size, usable) => {
    const heap = new Heap();
    expect(heap.usableSize(heap.malloc(size))).toBe(usable);
  });

  it('puts one block behind the other, a tag between them', () => {
    const heap = new Heap();
    expect([heap.malloc(24), heap.malloc(25), heap.malloc(1)]).toEqual([
      BLOCK_0,
      BLOCK_0 + 32,
      BLOCK_0 + 80,
    ]);
  });

  it('takes what was given up last among what fits, and gives back what is too much of it', () => {
    const heap = new Heap();
    const [a, , c] = [heap.malloc(200), heap.malloc(1), heap.malloc(200), heap.malloc(1)];
    heap.free(a);
    heap.free(c);
    expect(heap.malloc(100)).toBe(c);
    // What was left of it is in a list of smaller ones.
    expect(heap.malloc(60)).toBe(c + 112);
    expect(heap.malloc(200)).toBe(a);
  });

  it('looks on in a list for a chunk that is long enough', () => {
    const heap = new Heap();
    const [a, , c] = [heap.malloc(440), heap.malloc(1), heap.malloc(300), heap.malloc(1)];
    heap.free(a);
    heap.free(c);
    expect(heap.malloc(400)).toBe(a);
  });

  it('keeps what is left of a chunk where that is none', () => {
    const heap = new Heap();
    const [a] = [heap.malloc(56), heap.malloc(1)];
    heap.free(a);
    expect(heap.usableSize(heap.malloc(40))).toBe(56);
  });

  it.each([OBJECT_MAX + 2048, 2 ** 64, 2 ** 47, 200 * MIB])(
    'of %d bytes fails, and says why',
    (size) => {
      const heap = new Heap();
      heap.errno = 5;
      expect(heap.malloc(size)).toBe(0);
      expect(heap.errno).toBe(ENOMEM);
    },
  );

  it('keeps to a limit, and goes on when something was given back', () => {
    const heap = new Heap(MIB);
    const large = heap.malloc(900 * KIB);
    expect(large).toBe(MAPPINGS);
    expect(heap.malloc(200 * KIB)).toBe(0);
    const small = Array.from({ length: 4 }, () => heap.malloc(50_000));
    expect(small.map((addr) => addr > 0)).toEqual([true, false, false, false]);
    heap.free(large);
    expect(heap.malloc(50_000)).toBeGreaterThan(0);
    expect(heap.malloc(200 * KIB)).toBe(MAPPINGS);
  });
});

describe('free', () => {
  it.each([
    ['the chunk before', [0, 1]],
    ['the chunk behind', [1, 0]],
    ['the chunks on both sides', [0, 2, 1]],
  ])('joins with %s', (_, order) => {
    const heap = new Heap();
    const blocks = Array.from({ length: order.length }, () => heap.malloc(24));
    heap.malloc(1);
    for (const i of order) heap.free(blocks[i] as number);
    expect(heap.malloc(order.length * 32 - 8)).toBe(blocks[0]);
  });

  it('joins with the top, and gives a long one back to the system', () => {
    const heap = new Heap();
    const blocks = Array.from({ length: 4 }, () => heap.malloc(100_000));
    const before = heap.system.break;
    for (const addr of blocks) heap.free(addr);
    expect(heap.system.break).toBeLessThan(before);
    expect(heap.malloc(24)).toBe(BLOCK_0);
  });

  it('of the null pointer does nothing', () => {
    const heap = new Heap();
    heap.free(0);
    expect([heap.usableSize(0), heap.system.break]).toEqual([0, ARENA]);
  });

  it('leaves errno', () => {
    const heap = new Heap();
    const [small, large] = [heap.malloc(1), heap.malloc(MIB)];
    heap.errno = 5;
    heap.free(small);
    heap.free(large);
    expect(heap.errno).toBe(5);
  });

  it.each([
    ['was freed', (heap: Heap, addr: number) => (heap.free(addr), addr)],
    ['is inside of a block', (_: Heap, addr: number) => addr + 8],
    ['lies below the arena', () => 64],
    ['lies in the top', (_: Heap, addr: number) => addr + 32 * KIB],
  ])('of what %s ends the process', (_, wrong) => {
    const heap = new Heap();
    const [addr] = [heap.malloc(100), heap.malloc(100)];
    const bad = wrong(heap, addr);
    expect(() => heap.free(bad)).toThrow(new Fatal('free(): invalid pointer'));
  });
});

describe('calloc', () => {
  it('zeroes what was used before, to the last byte, and no more', () => {
    const heap = new Heap();
    const [a] = [heap.malloc(100), heap.malloc(1)];
    fill(heap, a, 104, 7);
    heap.free(a);
    expect(heap.calloc(9, 10)).toBe(a);
    // Behind it is the tag of the chunk that was free.
    expect(read(heap, a, 96).map((byte, i) => byte === (i < 90 ? 0 : 7))).not.toContain(false);
  });

  it('zeroes what it takes of the top as far as that was used', () => {
    const heap = new Heap();
    const a = heap.malloc(100);
    fill(heap, a, 100, 7);
    heap.free(a);
    expect(heap.calloc(1, 5000)).toBe(a);
    expect(new Set(read(heap, a, 5000))).toEqual(new Set([0]));
  });

  it.each([
    ['a mapping', MIB],
    ['a slab that is new', 70_000],
  ])('of %s is zero as the system gave it', (_, size) => {
    const heap = new Heap();
    const first = heap.calloc(1, size);
    expect(new Set(read(heap, first, size))).toEqual(new Set([0]));
    fill(heap, first, size, 7);
    heap.free(first);
    expect(new Set(read(heap, heap.calloc(1, size), size))).toEqual(new Set([0]));
  });

  it.each([
    [2 ** 32, 2 ** 32],
    [2 ** 61 + 1024, 8],
    [2, 2 ** 64],
  ])('of %d times %d fails', (count, size) => {
    const heap = new Heap();
    expect([heap.calloc(count, size), heap.errno]).toEqual([0, ENOMEM]);
  });
});

describe('memalign', () => {
  it.each([
    [8, 100],
    [16, 100],
    [32, 1],
    [64, 1000],
    [4096, 0],
    [4096, 5000],
    [65_536, 100],
    [MIB, 8],
    [2 * MIB, 3 * MIB],
    [64, LARGE_FROM],
  ])('of %i gives %i bytes at a multiple', (alignment, size) => {
    const heap = new Heap();
    // From wherever the top happens to begin.
    for (let pad = 1; pad < 200; pad += 32) {
      heap.malloc(pad);
      const addr = heap.memalign(alignment, size);
      expect(addr % alignment).toBe(0);
      expect(heap.usableSize(addr)).toBeGreaterThanOrEqual(size);
    }
  });

  it('gives back what lies before and behind', () => {
    const heap = new Heap();
    const aligned = heap.memalign(1024, 100);
    expect(aligned).toBe(ARENA + 1024);
    expect(heap.malloc(1000 - 16)).toBe(BLOCK_0);
    expect(heap.malloc(100)).toBe(aligned + 112);
  });

  it('leaves room for a chunk before the block', () => {
    const heap = new Heap();
    heap.malloc(1);
    heap.malloc(1);
    heap.malloc(1);
    // The top's block would begin 16 below a multiple of 128.
    expect(heap.memalign(128, 8)).toBe(ARENA + 256);
    heap.malloc(40);
    expect(heap.memalign(64, 8) % 64).toBe(0);
  });

  it.each([
    [16, 2 ** 64],
    [64, 2 ** 64],
    [2 ** 62, 8],
    [64, 120_000],
  ])('of %d fails for %d bytes where there is no room', (alignment, size) => {
    const heap = new Heap(64 * KIB);
    expect([heap.memalign(alignment, size), heap.errno]).toEqual([0, ENOMEM]);
  });
});

describe('posix_memalign', () => {
  it('fills the pointer, and leaves errno', () => {
    const heap = new Heap();
    const cell = { pointer: 7 };
    heap.errno = 5;
    expect(heap.posixMemalign(cell, 64, 100)).toBe(0);
    expect(cell.pointer % 64).toBe(0);
    expect(heap.errno).toBe(5);
  });

  it.each([0, 1, 4, 12, 24, 48, 2 ** 64])('refuses an alignment of %d', (alignment) => {
    const heap = new Heap();
    const cell = { pointer: 7 };
    expect(heap.posixMemalign(cell, alignment, 8)).toBe(EINVAL);
    expect(cell.pointer).toBe(7);
  });

  it('leaves the pointer, and errno, where there is no memory', () => {
    const heap = new Heap();
    const cell = { pointer: 7 };
    heap.errno = 5;
    expect(heap.posixMemalign(cell, 64, 2 ** 64)).toBe(ENOMEM);
    expect([cell.pointer, heap.errno]).toEqual([7, 5]);
  });
});

describe('realloc', () => {
  it('of the null pointer is malloc', () => {
    expect(new Heap().realloc(0, 10)).toBe(BLOCK_0);
    expect(new Heap().reallocarray(0, 2, 10)).toBe(BLOCK_0);
  });

  it('keeps a block where it is when it becomes less, and gives back the rest', () => {
    const heap = new Heap();
    const [a] = [heap.malloc(200), heap.malloc(1)];
    expect(heap.realloc(a, 100)).toBe(a);
    expect(heap.usableSize(a)).toBe(104);
    expect(heap.malloc(80)).toBe(a + 112);
  });

  it('grows into what is free behind, as far as it needs', () => {
    const heap = new Heap();
    const [a, b] = [heap.malloc(24), heap.malloc(200), heap.malloc(1)];
    heap.free(b);
    expect(heap.realloc(a, 100)).toBe(a);
    expect(heap.usableSize(a)).toBe(104);
    expect(heap.malloc(100)).toBe(a + 112);
  });

  it('grows into the top', () => {
    const heap = new Heap();
    const a = heap.malloc(24);
    expect(heap.realloc(a, 100_000)).toBe(a);
    expect(heap.usableSize(a)).toBe(100_008);
  });

  it.each([
    ['what is behind is in use', 24],
    ['what is behind is too short', 40],
  ])('moves, contents and all, where %s', (_, size) => {
    const heap = new Heap();
    const [a, b] = [heap.malloc(24), heap.malloc(size), heap.malloc(1)];
    fill(heap, a, 24, 7);
    if (size > 24) heap.free(b);
    const moved = heap.realloc(a, 300);
    expect(moved).not.toBe(a);
    expect(read(heap, moved, 24)).toEqual(Array.from({ length: 24 }, () => 7));
    // The old block is free, with what was free behind it.
    if (size > 24) expect(heap.malloc(72)).toBe(a);
  });

  it('leaves the block as it was where there is no memory', () => {
    const heap = new Heap(64 * KIB);
    const a = heap.malloc(24);
    fill(heap, a, 24, 7);
    expect([heap.realloc(a, 100_000), heap.errno]).toEqual([0, ENOMEM]);
    expect([heap.realloc(a, 2 ** 64), heap.errno]).toEqual([0, ENOMEM]);
    expect(heap.reallocarray(a, 2 ** 32, 2 ** 32)).toBe(0);
    expect(read(heap, a, 24)).toEqual(Array.from({ length: 24 }, () => 7));
    expect(heap.usableSize(a)).toBe(24);
  });

  it('takes blocks out of the arena and into it, as they grow and shrink', () => {
    const heap = new Heap();
    const a = heap.malloc(1000);
    fill(heap, a, 1000, 7);
    const large = heap.realloc(a, MIB);
    expect(large).toBe(MAPPINGS);
    const larger = heap.realloc(large, 2 * MIB);
    expect(larger).not.toBe(large);
    expect(heap.realloc(larger, 150_000)).toBe(larger);
    expect(heap.usableSize(larger)).toBe(37 * PAGE);
    const small = heap.realloc(larger, 1000);
    expect(small).toBeLessThan(MAPPINGS);
    expect(read(heap, small, 1000)).toEqual(Array.from({ length: 1000 }, () => 7));
    expect(heap.system.mappedBytes).toBe(0);
  });
});
