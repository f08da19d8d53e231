// Goal: marking follows each pointer of an object wherever it lies, no word that is none, and counts what it walked.
// Method: objects of every kind that is scanned in pieces, with a pointer at each end of each piece.
import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { WASM32 } from '../../../models/go/geometry.ts';
import { findObject } from '../../../models/go/mark.ts';
import type { MSpan } from '../../../models/go/mspan.ts';
import { Os } from '../../../models/os/os.ts';
import { bitAt } from '../../../src/base/bits.ts';
import type { Addr } from '../../../src/base/units.ts';
import { KIB, MIB } from '../../../src/base/units.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';

const ALL = 1_000_000;
const WORD = 8;
/** What is scanned in one go of a larger object, and what memory is made of. */
const OBLET = 128 * KIB;
const SLAB = 64 * KIB;

let go: GoHeap;
let words: Addr[];

beforeEach(() => {
  go = new GoHeap(WASM32, new Os({ addressLimit: WASM32.addressLimit, faults: [] }), { procs: 1 });
  words = [];
});

const spanOf = (addr: Addr): MSpan => go.heap.spanOf(addr) as MSpan;
const pointers = (size: number, count = -1): Addr => go.malloc(size, count, false);
const isMarked = (addr: Addr): boolean =>
  bitAt(spanOf(addr).gcmarkBits, spanOf(addr).objIndex(addr));

/** Marks all from these roots; the bytes of objects that were walked. */
function mark(...roots: readonly Addr[]): number {
  go.steps.start({ stacks: 1, stack: () => roots, globals: () => [], words: () => words });
  go.steps.mark(ALL);
  return go.heap.controller.heapScanWork;
}

describe('an object', () => {
  it.each([
    ['small', 1024, 1024],
    ['of one oblet', OBLET, OBLET],
    ['of three oblets and a bit', 3 * OBLET + 5000, 3 * OBLET + 5000 - (5000 % WORD)],
    ['in two arenas', 5 * MIB, 5 * MIB],
  ])('%s is walked to its last pointer', (_, size, walked) => {
    // So that it does not begin where a slab does.
    go.malloc(5 * PAGE_BYTES, 0, false);
    const object = pointers(size);
    const ends = [0, size - (size % WORD) - WORD];
    for (let at = OBLET; at < size; at += OBLET) ends.push(at - WORD, at);
    for (let at = SLAB - (object % SLAB); at < size; at += SLAB) ends.push(at - WORD, at);
    const held = [...new Set(ends)].map((offset) => {
      const target = pointers(16);
      go.writePointer(object + offset, target);
      return target;
    });
    const other = pointers(16);
    // Those are walked too.
    expect(mark(object)).toBe(walked + held.length * 16);
    expect(held.every(isMarked)).toBe(true);
    expect(isMarked(other)).toBe(false);
  });

  it.each([
    [0, 0],
    [1, 8],
    [3, 24],
    [8, 64],
  ])('with %i pointers is walked for %i bytes', (count, walked) => {
    const [other, object] = [pointers(64), pointers(64, count)];
    expect(mark(object)).toBe(walked);
    expect(isMarked(other)).toBe(false);
  });

  it('does not lend its words to its neighbour', () => {
    const [object, neighbour, far] = [pointers(64), pointers(64), pointers(128)];
    go.writePointer(neighbour, far);
    mark(object);
    expect([object, neighbour, far].map(isMarked)).toEqual([true, false, false]);
  });

  it('of eight bytes is a pointer', () => {
    const [object, far] = [pointers(8), pointers(128)];
    go.writePointer(object, far);
    expect(mark(object)).toBe(8 + 128);
    expect(isMarked(far)).toBe(true);
  });
});

describe('a word that may be a pointer', () => {
  it('means an object where it points into one that is taken', () => {
    const [first, second, large] = [pointers(64), pointers(64), pointers(100_000)];
    words = [second + 63, large + 99_999];
    mark();
    expect([first, second, large].map(isMarked)).toEqual([false, true, true]);
  });

  it('means nothing elsewhere', () => {
    const [block, large, dead] = [pointers(64), pointers(100_000), pointers(200_000)];
    go.free(dead);
    const manual = go.heap.allocManual(20) as MSpan;
    words = [block + 64, large + 100_000, dead + 8, manual.startAddr + 8, 8, 2 ** 31];
    mark();
    expect([block, large].map(isMarked)).toEqual([false, false]);
    expect(go.heap.slotsMarked).toBe(0);
  });
});

describe('a pointer', () => {
  it('into no span that is in use is a fault', () => {
    const dead = pointers(200_000);
    go.free(dead);
    expect(() => findObject(go.heap, dead)).toThrow('found bad pointer in Go heap');
  });

  it('below the span that its page is said to be of is a fault', () => {
    const block = pointers(64);
    const span = spanOf(block);
    span.startAddr += PAGE_BYTES;
    span.limit += PAGE_BYTES;
    expect(() => findObject(go.heap, block)).toThrow('found bad pointer in Go heap');
    words = [block];
    mark();
    expect(go.heap.slotsMarked).toBe(0);
  });

  it('into a stack, or to where no heap is, means nothing', () => {
    const manual = go.heap.allocManual(20) as MSpan;
    expect(findObject(go.heap, manual.startAddr)).toBeUndefined();
    expect(findObject(go.heap, 8)).toBeUndefined();
  });
});
