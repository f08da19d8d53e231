// Goal: memory goes back when Go would give it back, as much of it and of the same pages. Method: heaps of a few runs of
// pages, driven by hand. A page is 8 KiB, a quantum of the background scavenger 8 pages; each physical page of 4 KiB
// takes it 10 µs.
import { beforeEach, describe, expect, it } from 'vitest';
import { geometryOf } from '../../../models/go/geometry.ts';
import type { Geometry } from '../../../models/go/geometry.ts';
import { GoHeap } from '../../../models/go/go-heap.ts';
import type { MHeap } from '../../../models/go/mheap.ts';
import type { PallocData } from '../../../models/go/palloc-bits.ts';
import { Os } from '../../../models/os/os.ts';
import { bitAt } from '../../../src/base/bits.ts';
import type { Addr, Pages } from '../../../src/base/units.ts';
import { GIB, KIB, MIB } from '../../../src/base/units.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';

let go: GoHeap;
let heap: MHeap;

function make(memoryLimit?: number, { procs = 1, physPageBytes = 4096 } = {}): void {
  const geometry = geometryOf('wasm32') as Geometry;
  const { addressLimit } = geometry;
  const os = new Os({ addressLimit, faults: [], reservedLimit: GIB, physPageBytes });
  go = new GoHeap(geometry, os, { procs, memoryLimit });
  heap = go.heap;
}

const pages = (npages: Pages): Addr => go.malloc(npages * PAGE_BYTES, 0, false);

/** Pages of the first chunk that are scavenged, among the first `count`. */
function scavenged(count: number): number[] {
  const chunk = heap.pages.chunks[0] as PallocData;
  return Array.from({ length: count }, (_, i) => i).filter((i) => bitAt(chunk.scavenged, i));
}

const from = (first: number, limit: number): number[] =>
  Array.from({ length: limit - first }, (_, i) => first + i);

/** Pages 0…31 are free and backed, pages 32…63 a block. */
function fragment(): void {
  const a = pages(32);
  pages(32);
  go.free(a);
}

const retained = (): number => heap.stats.heapInUse + heap.stats.heapFree;

describe('an allocation under a memory limit of 1 MiB', () => {
  beforeEach(() => {
    make(MIB);
    fragment();
  });

  it('gives nothing back while it stays within the limit', () => {
    // 64 pages are ready, 64 more make 128 pages, which are 1 MiB.
    pages(64);
    expect([heap.stats.mappedReady, scavenged(64)]).toEqual([MIB, []]);
  });

  it('gives back what it will be above the limit, from the highest page down', () => {
    // 80 + 64 - 128 = 16 pages.
    pages(80);
    expect([heap.stats.mappedReady, scavenged(64)]).toEqual([MIB, from(16, 32)]);
    expect([heap.stats.heapFree, heap.stats.heapInUse]).toEqual([16 * 8192, 112 * 8192]);
  });

  it('gives back all there is where that is less', () => {
    // 112 + 64 - 128 = 48 pages, of which there are 32.
    pages(112);
    expect([heap.stats.mappedReady, scavenged(64)]).toEqual([144 * 8192, from(0, 32)]);
  });

  it('does not count pages that are backed already', () => {
    // The free pages are taken again: 64 pages are ready, as before.
    pages(32);
    expect([heap.stats.mappedReady, scavenged(32)]).toEqual([64 * 8192, []]);
  });

  it('takes its time for it, which counts as an assist', () => {
    // 16 pages are 32 physical ones.
    pages(80);
    expect(heap.nanotime).toBe(32 * 10_000);
    heap.limiter.update(heap.nanotime);
    expect(heap.limiter.fill).toBe(320_000);
  });

  it('tells the limiter of the time where it was not told for 10 ms, and only then', () => {
    heap.nanotime = 10e6;
    pages(80);
    expect([heap.nanotime, heap.limiter.lastUpdate]).toEqual([10_320_000, 10_320_000]);
    make(MIB);
    fragment();
    pages(80);
    expect([heap.nanotime, heap.limiter.lastUpdate]).toEqual([320_000, 0]);
  });

  it('tells the limiter of nothing where it gives nothing back', () => {
    heap.nanotime = 20e6;
    pages(64);
    expect([heap.stats.mappedReady, heap.limiter.lastUpdate]).toEqual([MIB, 0]);
  });

  it('gives nothing back while the limiter holds the collector back', () => {
    heap.limiter.addAssistTime(2e9);
    heap.limiter.update(1);
    expect(heap.limiter.limiting).toBe(true);
    pages(80);
    expect([heap.stats.mappedReady, scavenged(64)]).toEqual([144 * 8192, []]);
  });

  it('gives nothing back where the thread has no processor', () => {
    heap.p = -1;
    heap.slow.run(heap.alloc(80, 1));
    expect([heap.stats.mappedReady, scavenged(64)]).toEqual([144 * 8192, []]);
  });

  it('gives back whole pages', () => {
    make(MIB - 1);
    fragment();
    pages(80);
    expect(scavenged(64)).toEqual(from(15, 32));
  });
});

describe('an allocation for which the heap grows', () => {
  // 512 pages do not fit beside the 64: the heap grows by 4 MiB.
  const growth = 4 * MIB;
  const before = 64 * 8192;

  beforeEach(() => {
    make();
    fragment();
  });

  it.each([
    ['nothing, with no goal', Infinity, []],
    ['nothing, at the goal', before + growth, []],
    ['what is above the goal', before + growth - 16 * 8192, from(16, 32)],
    ['no more than it grew', 0, from(0, 32)],
  ])('gives back %s', (_, goal, expected) => {
    heap.scavengeGoals.gcPercentGoal = goal;
    pages(512);
    expect(scavenged(64)).toEqual(expected);
  });

  it('gives back nothing where it need not grow', () => {
    heap.scavengeGoals.gcPercentGoal = 0;
    pages(64);
    expect(scavenged(64)).toEqual([]);
  });

  it('gives back the larger of what the limit and the goal ask for', () => {
    // 512 + 64 - 568 = 8 pages for the limit, 16 for the goal.
    make(568 * 8192);
    fragment();
    heap.scavengeGoals.gcPercentGoal = before + growth - 16 * 8192;
    pages(512);
    expect(scavenged(64)).toEqual(from(16, 32));
  });
});

describe('the background scavenger', () => {
  beforeEach(() => {
    make();
    go.free(pages(128));
  });

  it('sleeps on until it is told that there is work', () => {
    heap.scavengeGoals.gcPercentGoal = 0;
    expect([go.backgroundScavenge(9), heap.scavenger.state]).toEqual([0, 'parked']);
  });

  it('is told when a cycle is swept', () => {
    go.gc([]);
    expect(heap.scavenger.isReady).toBe(false);
    go.finishSweep();
    expect(heap.scavenger.isReady).toBe(true);
  });

  it('parks where its goals are met', () => {
    heap.scavenger.ready();
    expect([go.backgroundScavenge(9), heap.scavenger.state]).toEqual([1, 'parked']);
    expect(retained()).toBe(MIB);
  });

  it('works in quanta until the goal of GOGC is met, then sleeps', () => {
    // 1024 KiB, by 64: 960, 896, 832, 768. It looks once more before it sleeps.
    heap.scavengeGoals.gcPercentGoal = 800 * KIB;
    heap.scavenger.ready();
    expect([go.backgroundScavenge(2), retained()]).toEqual([2, 896 * KIB]);
    expect(heap.scavenger.state).toBe('running');
    expect([go.backgroundScavenge(9), retained()]).toEqual([3, 768 * KIB]);
    expect(heap.scavenger.state).toBe('sleeping');
  });

  it('works until the goal of the memory limit is met', () => {
    heap.scavengeGoals.memoryLimitGoal = 900 * KIB;
    heap.scavenger.ready();
    go.backgroundScavenge(9);
    expect(heap.stats.mappedReady).toBe(896 * KIB);
  });

  it('works a millisecond at most, then sleeps 1000 times as long', () => {
    // 7 quanta of 160 µs are 1.12 ms.
    heap.scavengeGoals.gcPercentGoal = 0;
    heap.scavenger.ready();
    expect([go.backgroundScavenge(99), heap.nanotime]).toEqual([7, 1_120_000]);
    expect(heap.scavenger.wakeAt).toBe(1_120_000 + 1_120_000_000);
    expect(go.backgroundScavenge(99)).toBe(0);
  });

  it('works a millisecond at most in however many turns', () => {
    heap.scavengeGoals.gcPercentGoal = 0;
    heap.scavenger.ready();
    expect([3, 3, 99].map((quanta) => go.backgroundScavenge(quanta))).toEqual([3, 3, 1]);
    expect(heap.scavenger.state).toBe('sleeping');
  });

  it('works a millisecond and not a quantum more', () => {
    make(undefined, { physPageBytes: 64 * KIB });
    go.free(pages(1024));
    heap.scavengeGoals.gcPercentGoal = 0;
    heap.scavenger.ready();
    expect([go.backgroundScavenge(999), heap.nanotime]).toEqual([100, 1e6]);
  });

  it('parks where just the memory limit is reached', () => {
    heap.scavengeGoals.memoryLimitGoal = MIB;
    heap.scavenger.ready();
    expect([go.backgroundScavenge(9), heap.stats.mappedReady]).toEqual([1, MIB]);
    expect(heap.scavenger.state).toBe('parked');
  });

  it('takes the time of all processors for a measure', () => {
    make(undefined, { procs: 2 });
    go.free(pages(128));
    heap.scavengeGoals.gcPercentGoal = 0;
    heap.scavenger.ready();
    go.backgroundScavenge(99);
    go.steps.wait(1120);
    go.backgroundScavenge(1);
    // Half of the 0.0999 % that it is of one: the error is 0.0095005.
    expect(heap.scavenger.sleepRatio).toBeCloseTo(0.003_206_4, 7);
  });

  it('wakes by itself when its time is up, and before that when it is told', () => {
    heap.scavengeGoals.gcPercentGoal = 0;
    heap.scavenger.ready();
    go.backgroundScavenge(99);
    go.steps.wait(1119);
    expect(go.backgroundScavenge(1)).toBe(0);
    go.steps.wait(1);
    // 7 of 16 quanta are done.
    expect([go.backgroundScavenge(99), retained()]).toEqual([7, 2 * 64 * KIB]);
    heap.scavenger.ready();
    // The last two, and one that finds nothing.
    expect([go.backgroundScavenge(99), retained()]).toEqual([3, 0]);
    heap.scavenger.ready();
    expect([go.backgroundScavenge(99), heap.scavenger.state]).toEqual([1, 'parked']);
  });

  it('sleeps less where it took less than 1 % of the time', () => {
    heap.scavengeGoals.gcPercentGoal = 0;
    heap.scavenger.ready();
    go.backgroundScavenge(99);
    go.steps.wait(1120);
    go.backgroundScavenge(1);
    // It took 1.12 of 1121.12 ms, 0.0999 %: the error is 0.009001, and 0.3375 times that the ratio.
    expect(heap.scavenger.sleepRatio).toBeCloseTo(0.003_037_8, 7);
  });

  it('leaves the ratio alone for five seconds after the controller failed', () => {
    const { scavenger } = heap;
    heap.scavengeGoals.gcPercentGoal = 0;
    scavenger.ready();
    go.backgroundScavenge(99);
    heap.nanotime = Infinity;
    go.backgroundScavenge(1);
    expect([scavenger.sleepRatio, scavenger.cooldown]).toEqual([0.001, 5e9]);
  });

  it('lets the five seconds pass as it works and sleeps', () => {
    const { scavenger } = heap;
    heap.scavengeGoals.gcPercentGoal = 0;
    scavenger.cooldown = 2e9;
    scavenger.ready();
    go.backgroundScavenge(99);
    go.steps.wait(1120);
    go.backgroundScavenge(99);
    expect([scavenger.sleepRatio, scavenger.cooldown]).toEqual([0.001, 2e9 - 1_121_120_000]);
    go.steps.wait(1120);
    go.backgroundScavenge(99);
    expect([scavenger.sleepRatio, scavenger.cooldown]).toEqual([0.001, 0]);
  });
});

describe('time in which the client does nothing', () => {
  beforeEach(() => make());

  it('is nobody’s to the limiter, but for the quarter that marks', () => {
    go.steps.wait(4000);
    expect(heap.limiter.fill).toBe(0);
    go.steps.start({ stacks: 0, stack: () => [], globals: () => [], words: () => [] });
    go.steps.wait(2000);
    expect(heap.limiter.fill).toBe(0.5e9);
    go.steps.wait(2000);
    expect(heap.limiter).toMatchObject({ fill: 1e9, limiting: true });
    go.steps.finish();
    go.steps.wait(4000);
    expect(heap.limiter.limiting).toBe(true);
  });
});

describe('giving everything back', () => {
  beforeEach(() => make());

  it('gives back what the collection found dead', () => {
    const kept = pages(32);
    pages(48);
    go.gc([kept]);
    expect([go.freeOSMemory(), heap.sweepDone]).toEqual([48, true]);
    expect([heap.stats.mappedReady, heap.stats.heapFree]).toEqual([32 * 8192, 0]);
  });

  it('passes over the pages of a page cache', () => {
    go.free(pages(64));
    // One page of the 64, which are all the cache's now.
    go.malloc(8192, 0, false);
    expect([go.freeOSMemory(), heap.stats.heapFree]).toEqual([0, 63 * 8192]);
  });
});
