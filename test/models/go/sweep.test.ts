// Goal: a sweep frees exactly what was left unmarked or given up, and leaves alone what it must. Method: one span of a
// small heap, looked at before and behind its sweep.
import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { WASM32 } from '../../../models/go/geometry.ts';
import type { MSpan } from '../../../models/go/mspan.ts';
import { sweepone } from '../../../models/go/sweep.ts';
import { Os } from '../../../models/os/os.ts';
import type { Addr } from '../../../src/base/units.ts';
import { PAGE_BYTES, SPAN_DEAD } from '../../../spec/views/go.ts';

const SIZE = 64;
const SLOTS = PAGE_BYTES / SIZE;
const BIG = 1024;
const BIG_SLOTS = PAGE_BYTES / BIG;
const LARGE = 20 * PAGE_BYTES;

let go: GoHeap;

beforeEach(() => {
  go = new GoHeap(WASM32, new Os({ addressLimit: WASM32.addressLimit, faults: [] }), { procs: 1 });
});

const small = (size = SIZE): Addr => go.malloc(size, 0, false);
const spanOf = (addr: Addr): MSpan => go.heap.spanOf(addr) as MSpan;
const isFree = (addr: Addr): boolean => spanOf(addr).isFree(spanOf(addr).objIndex(addr));

function start(...roots: readonly Addr[]): void {
  go.steps.start({ stacks: 1, stack: () => roots, globals: () => [], words: () => [] });
}

describe('a sweep', () => {
  it('frees what was given up while marking ran, though it was marked', () => {
    const [kept, black] = [small(), small()];
    start(kept, black);
    go.steps.mark(Infinity);
    const born = small();
    for (const addr of [black, born]) go.free(addr);
    go.steps.finish();
    go.finishSweep();
    expect([kept, black, born].map(isFree)).toEqual([false, true, true]);
    expect(spanOf(kept).allocCount).toBe(1);
  });

  it('frees a span with nothing else in it', () => {
    const block = small();
    start(block);
    go.steps.mark(Infinity);
    go.free(block);
    go.steps.finish();
    go.finishSweep();
    expect([spanOf(block).state, go.heap.stats.pagesInUse]).toEqual([SPAN_DEAD, 0]);
  });

  it('leaves a span clean in which nothing came free, and dirty otherwise', () => {
    const [one, other] = [small(), small()];
    const before = go.heap.stats.totalFree;
    go.gc([one, other]);
    go.finishSweep();
    expect([spanOf(one).needzero, go.heap.stats.totalFree - before]).toEqual([0, 0]);
    go.gc([one]);
    go.finishSweep();
    expect([spanOf(one).needzero, go.heap.stats.totalFree - before]).toEqual([1, SIZE]);
  });

  it('passes over spans that are no more in use, for whatever reason they are swept', () => {
    const blocks = Array.from({ length: 3 }, () => go.malloc(LARGE, 0, false));
    go.gc(blocks);
    const [dead, cached, live] = blocks.map(spanOf) as [MSpan, MSpan, MSpan];
    dead.state = SPAN_DEAD;
    dead.sweepgen = go.heap.sweepgen;
    cached.state = SPAN_DEAD;
    cached.sweepgen = go.heap.sweepgen + 3;
    expect(go.heap.slow.run(sweepone(go.heap))).toBe(0);
    expect(live.sweepgen).toBe(go.heap.sweepgen);
    expect(go.heap.slow.run(sweepone(go.heap))).toBe(-1);
  });

  it('tells how many pages came free, and gives them to whoever wants pages next', () => {
    go.malloc(LARGE, 0, false);
    go.gc([]);
    expect(go.heap.slow.run(sweepone(go.heap))).toBe(20);
    expect(go.heap.reclaimCredit).toBe(20);
  });
});

describe('an allocation that looks for room', () => {
  const spans = 110;

  /** Full spans, kept whole. Their sweep is not paced. */
  function fill(): Addr[] {
    const blocks = Array.from({ length: spans * BIG_SLOTS }, () => small(BIG));
    go.gc(blocks);
    go.heap.sweepPagesPerByte = 0;
    return blocks;
  }

  it('sweeps a hundred spans and one before it takes a new one', () => {
    fill();
    const { pagesSwept } = go.heap;
    small(BIG);
    expect(go.heap.pagesSwept - pagesSwept).toBe(101);
  });

  it('counts spans that others swept', () => {
    const blocks = fill();
    const { sweepgen } = go.heap;
    // None is to be won. That of the mcache is in no list: it was swept when the cycle ended.
    for (let i = 0; i < spans; i += 1) spanOf(blocks[i * BIG_SLOTS]!).sweepgen = sweepgen;
    const { pagesSwept } = go.heap;
    small(BIG);
    expect(go.heap.pagesSwept - pagesSwept).toBe(0);
    expect(go.heap.centralOf(spanOf(blocks[0]!).spanclass).fullUnswept(sweepgen).length).toBe(
      spans - 1 - 101,
    );
  });

  it('looks at no more of those with room than of the full ones', () => {
    const blocks = Array.from({ length: spans * BIG_SLOTS }, () => small(BIG));
    const kept = blocks.filter((_, i) => i % BIG_SLOTS !== 0);
    go.gc(kept);
    go.finishSweep();
    go.gc(kept);
    go.heap.sweepPagesPerByte = 0;
    const { sweepgen } = go.heap;
    for (let i = 0; i < spans; i += 1) spanOf(blocks[i * BIG_SLOTS]!).sweepgen = sweepgen;
    small(BIG);
    const central = go.heap.centralOf(spanOf(kept[0]!).spanclass);
    expect(central.partialUnswept(sweepgen).length).toBe(spans - 101);
  });
});

describe('a refill', () => {
  it('of the tiny class forgets the slots that were given up', () => {
    const blocks = Array.from({ length: PAGE_BYTES / 16 }, () => small(16));
    go.free(blocks[7]!);
    const next = small(8);
    expect(spanOf(next)).not.toBe(spanOf(blocks[0]!));
    expect(go.mcaches[0]?.reusable.every((slots) => slots.length === 0)).toBe(true);
    expect(small(16)).toBe(next + 16);
  });

  it('of the tiny class starts the count of tiny objects anew, and no other does', () => {
    const [mcache] = go.mcaches;
    for (let i = 0; i < 3; i += 1) go.malloc(8, 0, false);
    expect(mcache?.tinyAllocs).toBe(1);
    for (let i = 0; i < 2 * SLOTS; i += 1) small();
    expect(mcache?.tinyAllocs).toBe(1);
    for (let i = 0; i < PAGE_BYTES / 8; i += 1) go.malloc(8, 0, false);
    expect(mcache?.tinyAllocs).toBeLessThan(2);
  });
});
