// Goal: malloc and free do what go-heap.ts says to the byte: what is cleared and what is not, what a block may use, what
// counts, and the same on the slow path as on the fast one. Method: small heaps, and their fields and memory read.
import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap, ZERO_BASE } from '../../../models/go/go-heap.ts';
import { WASM32 } from '../../../models/go/geometry.ts';
import type { MSpan } from '../../../models/go/mspan.ts';
import { loadPointer, storePointer } from '../../../models/go/words.ts';
import { Os } from '../../../models/os/os.ts';
import { ALL_WORDS, isRefusal } from '../../../spec/subject.ts';
import type { GoEvents } from '../../../spec/views/go.ts';
import type { Addr, Bytes } from '../../../src/base/units.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';

const LARGE = 20 * PAGE_BYTES;
/** What is written behind the heap's back. */
const JUNK = 0x1234_5678;

let go: GoHeap;
let told: [string, ...unknown[]][];

beforeEach(() => {
  told = [];
  const events = new Proxy({} as GoEvents, {
    get:
      (_, name) =>
      (...values: unknown[]) =>
        told.push([String(name), ...values]),
  });
  const os = new Os({ addressLimit: WASM32.addressLimit, faults: [] });
  go = new GoHeap(WASM32, os, { procs: 2, events });
});

const noscan = (size: Bytes): Addr => go.malloc(size, 0, false);
const pointers = (size: Bytes): Addr => go.malloc(size, ALL_WORDS, false);
const spanOf = (addr: Addr): MSpan => go.heap.spanOf(addr) as MSpan;

function refusalOf(call: () => unknown): string {
  try {
    call();
    return 'served';
  } catch (error) {
    if (isRefusal(error)) return error.kind;
    throw error;
  }
}

/** A malloc that may be suspended, and is not. */
function paused(size: Bytes, pointerWords: number): Addr {
  const path = go.mallocgc(size, pointerWords, false);
  go.heap.slow.yields = true;
  for (;;) {
    const { done, value } = path.next();
    if (done !== true) continue;
    go.heap.slow.yields = false;
    return value;
  }
}

describe('a malloc that may be suspended', () => {
  it('gives what one that may not be gives', () => {
    const first = noscan(64);
    expect([paused(64, 0), paused(64, 0), noscan(64)]).toEqual([
      first + 64,
      first + 128,
      first + 192,
    ]);
  });

  it('uses the tiny block, and a slot that was freed', () => {
    const tiny = paused(3, 0);
    expect([paused(3, 0), paused(4, 0)]).toEqual([tiny + 3, tiny + 8]);
    expect(paused(5, 0)).toBe(tiny + 16);
    const [a, b] = [noscan(64), noscan(64)];
    go.free(a);
    expect([paused(64, 0), paused(64, 0)]).toEqual([a, b + 64]);
  });

  it('has no memory for nothing, and no pointers in less than a word', () => {
    expect(paused(0, 0)).toBe(ZERO_BASE);
    expect([7, 8].map((size) => spanOf(paused(size, ALL_WORDS)).spanclass)).toEqual([5, 2]);
  });
});

describe('a block', () => {
  it('of the whole address space is a matter of memory, and a larger one is none', () => {
    expect(refusalOf(() => noscan(2 ** 32))).toBe('out-of-memory');
    expect(refusalOf(() => noscan(2 ** 32 + 1))).toBe('bad-size');
  });

  it('of one pointer is handed out again when it was freed', () => {
    const block = pointers(8);
    go.free(block);
    expect(pointers(8)).toBe(block);
  });

  it('counts for the collector up to its last pointer', () => {
    const [mcache] = go.mcaches;
    go.malloc(64, 3, false);
    noscan(64);
    const small = mcache?.scanAlloc;
    go.malloc(64, 3, false);
    go.malloc(64, 100, false);
    pointers(60);
    expect((mcache?.scanAlloc ?? 0) - (small ?? 0)).toBe(24 + 64 + 56);
    const before = mcache?.scanAlloc ?? 0;
    noscan(LARGE);
    expect(mcache?.scanAlloc).toBe(before);
    go.malloc(LARGE, 5, false);
    pointers(LARGE - 4);
    expect((mcache?.scanAlloc ?? 0) - before).toBe(40 + LARGE - 8);
  });
});

describe('memory', () => {
  /** Writes junk into the slot that comes next, of a span that is clean or dirty by its own account. */
  function nextIsJunk(size: Bytes, needzero: 0 | 1, pointerWords: number): Addr {
    const span = spanOf(go.malloc(size, pointerWords, false));
    span.needzero = needzero;
    const next = span.startAddr + span.freeindex * span.elemsize;
    storePointer(go.memory, next, JUNK);
    return next;
  }

  it.each([
    ['clean, asked for zeroed, is left alone', 0, 0, true, JUNK],
    ['clean, for pointers, is left alone', 0, ALL_WORDS, false, JUNK],
    ['dirty, asked for as it is, is left alone', 1, 0, false, JUNK],
    ['dirty, asked for zeroed, is cleared', 1, 0, true, 0],
    ['dirty, for pointers, is cleared', 1, ALL_WORDS, false, 0],
  ] as const)('of a slot that is %s', (_, needzero, pointerWords, zeroed, word) => {
    const next = nextIsJunk(64, needzero, pointerWords);
    expect(go.malloc(64, pointerWords, zeroed)).toBe(next);
    expect(loadPointer(go.memory, next)).toBe(word);
  });

  it.each([
    ['asked for as it is, is left alone', 0, false, JUNK],
    ['asked for zeroed, is cleared', 0, true, 0],
    ['for pointers, is cleared', ALL_WORDS, false, 0],
  ] as const)('of a large block that was another’s, %s', (_, pointerWords, zeroed, word) => {
    const block = noscan(LARGE);
    storePointer(go.memory, block + LARGE - 8, JUNK);
    go.free(block);
    expect(go.malloc(LARGE, pointerWords, zeroed)).toBe(block);
    expect(loadPointer(go.memory, block + LARGE - 8)).toBe(word);
  });

  it('of a large block that was nobody’s is not cleared', () => {
    const block = noscan(LARGE);
    go.heap.os.sysUsed(block + LARGE, LARGE);
    storePointer(go.memory, block + LARGE, JUNK);
    expect(go.malloc(LARGE, 0, true)).toBe(block + LARGE);
    expect(loadPointer(go.memory, block + LARGE)).toBe(JUNK);
  });
});

describe('what a block may use', () => {
  it('is what is left of its slot, or of what was asked for where it is large', () => {
    const [small, large] = [noscan(50), noscan(100_000)];
    expect([small, small + 10, large, large + 10].map((addr) => go.usableSize(addr))).toEqual([
      64, 54, 100_000, 99_990,
    ]);
    const [word, other] = [pointers(8), 8];
    expect([word, other].map((addr) => go.usableSize(addr))).toEqual([8, 0]);
  });

  it('of a tiny one ends where the next begins, or the unused part, or the slot', () => {
    const block = noscan(1);
    expect(go.usableSize(block)).toBe(1);
    expect([noscan(2), noscan(4)]).toEqual([block + 2, block + 4]);
    const sizes = (): readonly number[] => [0, 2, 4].map((at) => go.usableSize(block + at));
    expect(sizes()).toEqual([2, 2, 4]);
    // It does not fit. The new block has less room than the old one, which stays the current one.
    expect(noscan(15)).toBe(block + 16);
    expect([...sizes(), go.usableSize(block + 16)]).toEqual([2, 2, 4, 16]);
    // Now the old one is left behind.
    noscan(8);
    noscan(3);
    expect(sizes()).toEqual([2, 2, 4]);
    const whole = noscan(16);
    expect([whole, whole + 3].map((addr) => go.usableSize(addr))).toEqual([16, 13]);
  });
});

describe('how a block is aligned', () => {
  it.each([
    [0, 0, 1],
    [1, 0, 1],
    [6, 0, 2],
    [12, 0, 4],
    [8, 0, 8],
    [15, 0, 1],
    [16, 0, 16],
    [24, 0, 8],
    [48, 0, 16],
    [1024, 0, 1024],
    [32_768, 0, 8192],
    [24_576, 0, 8192],
    [32_769, 0, 8192],
    [1_000_000, 0, 8192],
    [7, ALL_WORDS, 1],
    [8, ALL_WORDS, 8],
    [9, ALL_WORDS, 16],
    [12, ALL_WORDS, 16],
  ])('of %i bytes with %i pointers: by %i', (size, pointerWords, alignment) => {
    expect(go.alignmentOf(size, pointerWords)).toBe(alignment);
  });
});

describe('a free', () => {
  it('of a tiny object is of that one alone, wherever it lies', () => {
    for (let i = 0; i < 5; i += 1) noscan(15);
    const [a, b, c] = [noscan(4), noscan(4), noscan(8)];
    expect([b - a, c - a]).toEqual([4, 8]);
    for (const addr of [b, c, a]) {
      expect([refusalOf(() => go.free(addr)), refusalOf(() => go.free(addr))]).toEqual([
        'served',
        'bad-free',
      ]);
    }
  });

  it('of what the last cycle found dead is refused, though it is not swept', () => {
    const [kept, lost] = [noscan(64), noscan(64)];
    go.gc([kept, lost]);
    go.gc([kept]);
    expect(spanOf(lost).sweepgen).toBe(go.heap.sweepgen - 2);
    expect(refusalOf(() => go.free(lost))).toBe('bad-free');
    expect(refusalOf(() => go.free(kept))).toBe('served');
  });

  it('of what is no block is refused: between bytes, in a stack, behind the last slot', () => {
    const block = noscan(48);
    const manual = go.heap.allocManual(2) as MSpan;
    const span = spanOf(block);
    for (const addr of [block + 0.5, manual.startAddr, span.limit, span.limit + 16]) {
      expect([addr, refusalOf(() => go.free(addr))]).toEqual([addr, 'bad-free']);
    }
  });
});

describe('a processor that goes', () => {
  it('gives its page cache back and says so, unless there is none', () => {
    go.destroyP(1);
    expect(told.filter(([name]) => name === 'pageCacheFlushed')).toEqual([]);
    noscan(64);
    noscan(1024);
    // The heap grew for the first page, and the cache gave the second.
    const { base } = go.heap.pcaches[0]!;
    go.destroyP(0);
    expect(told.filter(([name]) => name === 'pageCacheFlushed')).toEqual([
      ['pageCacheFlushed', 0, base, 62, 62 * PAGE_BYTES],
    ]);
    expect(go.heap.pcaches[0]?.empty()).toBe(true);
  });
});

describe('the footprint', () => {
  /** What is taken from the current spans of a processor, and what waits to be handed out again. */
  function taken(p: number): number {
    const { alloc, reusable } = go.mcaches[p]!;
    const spans = alloc.map(({ freeindex, allocCount }) => freeindex + allocCount);
    return [...spans, ...reusable.map((list) => list.length)].reduce((a, b) => a + b, 0);
  }

  function expected(served: number): readonly number[] {
    const { sweepgen, allspans, os, stats } = go.heap;
    const { heapInUse, heapFree, heapReleased, totalAlloc, totalFree, pagesInUse, heapLive } =
      stats;
    return [
      served,
      sweepgen,
      allspans.length,
      os.calls,
      os.residentBytes,
      os.committedBytes,
      heapInUse,
      heapFree,
      heapReleased,
      totalAlloc,
      totalFree,
      pagesInUse,
      heapLive,
      ...go.mcaches.flatMap(({ tiny, tinyoffset, tinyAllocs }, p) => [
        tiny,
        tinyoffset,
        tinyAllocs,
        taken(p),
      ]),
    ];
  }

  it('is what was served, what the heap and the system have, and what each processor holds', () => {
    expect(go.footprint()).toEqual(expected(0));
    const block = noscan(64);
    noscan(64);
    for (let i = 0; i < 3; i += 1) noscan(3);
    go.free(block);
    expect(go.footprint()).toEqual(expected(6));
    expect([taken(0), taken(1)]).toEqual([2 + 2 + 1 + 1 + 1, 0]);
    paused(64, 0);
    go.gc([]);
    go.scavenge(1);
    go.backgroundScavenge(1);
    expect(go.footprint()).toEqual(expected(10));
  });
});
