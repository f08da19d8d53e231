import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../../spec/subject.ts';
import { GEOMETRY_NAMES, blocksOf, tcmallocOf } from './support.ts';
import type { Tc } from './support.ts';

function lengthsOf(heap: Tc, thread = 0): readonly number[] {
  return heap.tcmalloc.caches
    .find((cache) => cache.thread === thread)!
    .lists.map((it) => it.length);
}

function attempt(call: () => number): number | string {
  try {
    return call();
  } catch (error) {
    if (isRefusal(error)) return error.kind;
    throw error;
  }
}

describe('a list of a thread', () => {
  it('starts slowly: it fetches one object, two, three, up to a batch', () => {
    const heap = tcmallocOf('page8k');
    const asked: number[] = [];
    for (let i = 0; i < 600; i += 1) {
      heap.touched?.clear();
      heap.malloc(8, 0, false);
      asked.push(...heap.tcmalloc.log.fetches.map(({ wanted }) => wanted));
    }
    const rising = Array.from({ length: 32 }, (_, i) => i + 1);
    expect(asked.slice(0, 34)).toEqual([...rising, 32, 32]);
    expect(heap.tcmalloc.caches[0]!.lists[1]!.maxLength % 32).toBe(0);
  });

  it('is cut by a batch, and after four cuts has room for a batch less', () => {
    const heap = tcmallocOf('tiny', { procs: 2 });
    const own = blocksOf(heap, 3, 8);
    heap.switchP?.(1);
    const others = blocksOf(heap, 12, 8);
    heap.switchP?.(0);
    const list = heap.tcmalloc.caches.find(({ thread }) => thread === 0)!.lists[1]!;
    const seen = [...own, ...others].map((addr) => {
      heap.free(addr);
      return [list.length, list.maxLength, list.overages];
    });
    expect(seen).toEqual([
      [1, 4, 0],
      [2, 4, 0],
      [3, 4, 0],
      [4, 4, 0],
      [3, 4, 1],
      [4, 4, 1],
      [3, 4, 2],
      [4, 4, 2],
      [3, 4, 3],
      [4, 4, 3],
      [3, 2, 0],
      [2, 2, 0],
      [1, 2, 0],
      [2, 2, 0],
      [1, 2, 0],
    ]);
  });
});

describe('a cache', () => {
  it('is given back when its thread ends, with its budget', () => {
    const heap = tcmallocOf('page8k', { procs: 2 });
    heap.switchP?.(1);
    blocksOf(heap, 2, 8).forEach((addr) => heap.free(addr));
    expect(lengthsOf(heap, 1)[1]).toBe(3);
    const before = heap.tcmalloc.unclaimedBytes;
    heap.sched?.setProcs(1);
    expect(heap.tcmalloc.caches).toEqual([]);
    expect(heap.tcmalloc.unclaimedBytes).toBe(before + 64 * 1024);
    expect(heap.tcmalloc.heap.freeBytes + heap.tcmalloc.heap.unmappedBytes).toBe(
      heap.tcmalloc.heap.systemBytes,
    );
  });

  it('steals budget of another one when nobody has any, or gets the least', () => {
    const heap = tcmallocOf('tiny', { procs: 5 });
    const budgets = (): readonly number[] =>
      heap.tcmalloc.caches.map(({ maxBytes }) => maxBytes).toReversed();
    for (let thread = 0; thread < 4; thread += 1) {
      heap.switchP?.(thread);
      heap.malloc(8, 0, false);
    }
    expect([budgets(), heap.tcmalloc.unclaimedBytes]).toEqual([[0, 0, 128, 128], 0]);
    heap.sched?.setProcs(2);
    expect(heap.tcmalloc.unclaimedBytes).toBe(256);
  });
});

describe('a realloc', () => {
  it.each([
    [100, 112, true],
    [100, 113, false],
    [100, 50, false],
    [300_000, 303_104, true],
    [300_000, 303_105, false],
    [300_000, 262_145, false],
  ])('of %i bytes to %i stays in place: %s', (size, to, stays) => {
    const heap = tcmallocOf('page8k');
    const addr = heap.malloc(size, 0, false);
    expect(heap.realloc?.(addr, to) === addr).toBe(stays);
  });
});

describe('a block of nothing', () => {
  it('is one of the smallest class, and apart from all others', () => {
    const heap = tcmallocOf('page8k');
    const [a, b] = blocksOf(heap, 2, 0) as [number, number];
    expect(a).not.toBe(b);
    expect(heap.usableSize(a)).toBe(8);
  });
});

describe('memory for bookkeeping', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    'that is refused by call %i fails the request and nothing else',
    (k) => {
      const fault = { kind: 'refuse', call: 'map', k, onwards: false } as const;
      const heap = tcmallocOf('tiny', { faults: [fault] });
      const answers = [1, 40, 1, 500, 17, 9].map((size) =>
        attempt(() => heap.malloc(size, 0, false)),
      );
      const refused = answers.filter((answer) => typeof answer === 'string');
      expect(refused.every((answer) => answer === 'out-of-memory')).toBe(true);
      for (const answer of answers) if (typeof answer === 'number') heap.free(answer);
      expect(attempt(() => heap.malloc(1, 0, false))).toBeTypeOf('number');
    },
  );
});

describe.each(GEOMETRY_NAMES)('a heap of %s that was given everything back', (geometry) => {
  it('has spans in use for what waits in transfer caches, and memory for nothing else', () => {
    const heap = tcmallocOf(geometry, { procs: 2 });
    const blocks = [8, 24, 100, 1000, 5000, 70_000, 300_000].flatMap((size) =>
      blocksOf(heap, 9, size),
    );
    for (const addr of blocks) heap.free(addr);
    heap.sched?.goexit();
    const { heap: pages, spans, central, geometry: numbers } = heap.tcmalloc;
    const waiting = central.flatMap(({ slots }) => slots.flat());
    const holding = new Set(
      waiting.map((addr) => heap.tcmalloc.spanAt(Math.floor(addr / numbers.pageBytes))),
    );
    const used = spans.filter(({ location }) => location === 0);
    expect(new Set(used)).toEqual(holding);
    const bytes = used.reduce((sum, { npages }) => sum + npages * numbers.pageBytes, 0);
    expect(pages.freeBytes + pages.unmappedBytes).toBe(pages.systemBytes - bytes);
    heap.scavenge?.(Infinity);
    // The system takes nothing back of a span that is shorter than its own pages.
    if (geometry !== 'hard64k') expect(pages.freeBytes).toBe(0);
  });
});
