// Goal: cycles, sweeps and scavenging are paced by what the heap is at that moment. Method: small heaps, and the pacer's
// numbers looked at or set by hand at the moments that count.
import { beforeEach, describe, expect, it } from 'vitest';
import { GoHeap } from '../../../models/go/go-heap.ts';
import { WASM32 } from '../../../models/go/geometry.ts';
import { deductSweepCredit, gcControllerCommit, testTrigger } from '../../../models/go/pacing.ts';
import { Os } from '../../../models/os/os.ts';
import type { Addr } from '../../../src/base/units.ts';
import { MIB } from '../../../src/base/units.ts';
import { PAGE_BYTES } from '../../../spec/views/go.ts';

const ALL = 1_000_000;
const LARGE = 20 * PAGE_BYTES;

let go: GoHeap;

beforeEach(() => {
  go = new GoHeap(WASM32, new Os({ addressLimit: WASM32.addressLimit, faults: [] }), { procs: 1 });
});

const large = (): Addr => go.malloc(LARGE, 0, false);

function start(...roots: readonly Addr[]): void {
  go.steps.start({ stacks: 1, stack: () => roots, globals: () => [], words: () => [] });
}

describe('a cycle', () => {
  it('makes those help who allocate, from its start to the end of marking', () => {
    const { controller } = go.heap;
    start();
    expect(controller.blackenEnabled).toBe(true);
    go.steps.finish();
    expect(controller.blackenEnabled).toBe(false);
  });

  it('counts what was walked and not told yet when it ends', () => {
    const object = go.malloc(64, -1, false);
    start(object);
    go.steps.mark(ALL);
    go.specials.setFinalizer(object);
    for (let i = 0; i < 2; i += 1) go.steps.terminate();
    expect(go.heap.controller.lastHeapScan).toBe(128);
  });

  it('is due from the trigger on, but not while one runs', () => {
    const { heap } = go;
    const { controller } = heap;
    controller.heapLive = controller.trigger() - 1;
    testTrigger(heap);
    expect([heap.triggerReached, go.steps.isDue]).toEqual([false, false]);
    controller.heapLive += 1;
    testTrigger(heap);
    expect([heap.triggerReached, go.steps.isDue]).toEqual([true, true]);
    start();
    testTrigger(heap);
    expect([heap.triggerReached, go.steps.isDue]).toEqual([false, false]);
  });
});

describe('the sweeper', () => {
  it('has its pages to sweep spread over the way to the trigger, but a mebibyte', () => {
    const blocks = Array.from({ length: 4 }, large);
    go.gc(blocks);
    const { heap } = go;
    const { controller } = heap;
    expect([heap.pagesSwept, heap.sweepHeapLiveBasis, heap.pagesSweptBasis]).toEqual([
      0,
      controller.heapLive,
      0,
    ]);
    expect(heap.sweepPagesPerByte).toBe(80 / (controller.trigger() - controller.heapLive - MIB));
  });

  it('has what is left to sweep spread again when goals change', () => {
    const blocks = Array.from({ length: 4 }, large);
    go.gc(blocks);
    go.steps.sweep(1);
    const { heap } = go;
    gcControllerCommit(heap);
    const { controller } = heap;
    expect([heap.pagesSwept, heap.pagesSweptBasis]).toEqual([20, 20]);
    expect(heap.sweepPagesPerByte).toBe(60 / (controller.trigger() - controller.heapLive - MIB));
    heap.sweepPagesPerByte = 1 / PAGE_BYTES;
    heap.slow.run(deductSweepCredit(heap, PAGE_BYTES, 0));
    expect(heap.pagesSwept).toBe(40);
    go.finishSweep();
    gcControllerCommit(heap);
    expect(heap.sweepPagesPerByte).toBe(0);
  });

  it('is not paced where more was swept than there is left', () => {
    for (let i = 0; i < 4; i += 1) large();
    go.gc([]);
    go.steps.sweep(3);
    gcControllerCommit(go.heap);
    expect([go.heap.stats.pagesInUse, go.heap.pagesSwept]).toEqual([20, 60]);
    expect(go.heap.sweepPagesPerByte).toBe(0);
  });

  it('is not paced where there is nothing to sweep', () => {
    go.gc([]);
    expect(go.heap.sweepPagesPerByte).toBe(0);
    expect([...deductSweepCredit(go.heap, MIB, 0)]).toEqual([]);
  });

  it.each([
    ['no page', 0, 0, 0],
    ['a page for each that is allocated', 1, 0, 20],
    ['what was allocated before, too', 0, 21, 40],
    ['what the caller does not sweep itself', 41, 0, 60],
    ['not what the caller sweeps itself', 41, 0, 40, 2],
    ['all, and then is not paced any more', 1000, 0, 80],
  ])('is owed %s', (_, npages, before, swept, callerPages = 0) => {
    const blocks = Array.from({ length: 4 }, large);
    go.gc(blocks);
    const { heap } = go;
    heap.sweepPagesPerByte = 1 / PAGE_BYTES;
    heap.controller.heapLive += before * PAGE_BYTES;
    heap.slow.run(deductSweepCredit(heap, npages * PAGE_BYTES, callerPages));
    expect(heap.pagesSwept).toBe(swept);
    expect(heap.sweepPagesPerByte === 0).toBe(npages === 1000);
  });

  it('owes nothing for a heap that shrank', () => {
    go.gc([large()]);
    const { heap } = go;
    heap.sweepPagesPerByte = 1 / PAGE_BYTES;
    heap.controller.heapLive -= 10 * PAGE_BYTES;
    heap.slow.run(deductSweepCredit(heap, PAGE_BYTES, 0));
    expect(heap.pagesSwept).toBe(20);
  });
});

describe('a change of goals', () => {
  it('makes those who allocate help by the new ones where marking runs', () => {
    start(large());
    const { controller } = go.heap;
    const { assistWorkPerByte } = controller;
    controller.setGCPercent(400);
    gcControllerCommit(go.heap);
    expect(controller.assistWorkPerByte).toBeLessThan(assistWorkPerByte);
  });

  it('changes nothing of that where none runs', () => {
    const { controller } = go.heap;
    const { assistWorkPerByte } = controller;
    controller.setGCPercent(400);
    gcControllerCommit(go.heap);
    expect(controller.assistWorkPerByte).toBe(assistWorkPerByte);
  });
});
