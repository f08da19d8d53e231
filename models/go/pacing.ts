/**
 * Where the pacer meets the heap: the steps of a cycle that it is told of, and what hangs on its trigger.
 *
 * A cycle tells it of four moments, in this order:
 *
 *     paceCycleStart   world stopped, all swept: the goal of this cycle is fixed, the limiter's clock is on
 *     paceMarkStart    the world starts again, and whoever allocates helps to mark
 *     paceMarkEnd      world stopped: what was marked is what is live
 *     paceSweepStart   sweepgen was raised: everything is computed for the next cycle
 *
 * Sweeping is paced too: all spans must be swept when heapLive comes to the trigger. A line from (heapLive, pages swept)
 * at the commit to (trigger, pages in use) says how many pages must be swept at each heapLive; an allocation that would
 * be above the line sweeps first.
 *
 *     pages swept
 *     in use |              /
 *            |          /   .      the line ends 1 MiB before the trigger,
 *            |      /       .      and is 8 KiB wide at least
 *      basis |__/___________.___ heapLive
 *             basis      trigger
 *
 * Keeps: go/sweep-paid-before-allocation, go/sweep-line-reaches-trigger, go/scavenge-goal-below-limit,
 *   go/limiter-bucket-within-capacity.
 * Source: Go 1.19 runtime/mgcsweep.go (deductSweepCredit, gcPaceSweeper), mgcpacer.go (gcControllerCommit),
 *   mgcscavenge.go (gcPaceScavenger), mgc.go (gcStart, gcMarkTermination, gcTrigger.test).
 */
import { MIB } from '../../src/base/units.ts';
import type { Bytes, Pages } from '../../src/base/units.ts';
import { GC_OFF, PAGE_BYTES } from '../../spec/views/go.ts';
import type { MHeap } from './mheap.ts';
import { gcPercentGoal, memoryLimitGoal } from './scavenge-goals.ts';
import type { Slow } from './slow-path.ts';
import { sweepone } from './sweep.ts';

/** Kept free before the trigger, since pages are counted whole. */
const SWEEP_MARGIN = MIB;

/** What marking came to. */
export interface MarkResult {
  /** Of slots that were marked. */
  readonly bytesMarked: Bytes;
  /** Of them, what was walked for pointers. */
  readonly heapScanWork: Bytes;
}

export function paceCycleStart(heap: MHeap): void {
  const { controller, limiter, nanotime } = heap;
  controller.startCycle(nanotime, heap.procs);
  limiter.startGCTransition(true, nanotime);
}

export function paceMarkStart(heap: MHeap): void {
  heap.controller.blackenEnabled = true;
  heap.limiter.finishGCTransition(heap.nanotime);
}

/** The mcaches' scanAlloc is dropped at the same time: what was allocated while marking is in the result. */
export function paceMarkEnd(heap: MHeap, { bytesMarked, heapScanWork }: MarkResult): void {
  const { controller, limiter, nanotime } = heap;
  controller.heapScanWork += heapScanWork;
  controller.blackenEnabled = false;
  limiter.startGCTransition(false, nanotime);
  controller.endCycle(nanotime, heap.procs);
  controller.resetLive(bytesMarked);
}

export function paceSweepStart(heap: MHeap): void {
  heap.pagesSwept = 0;
  heap.lastHeapInUse = heap.stats.heapInUse;
  gcControllerCommit(heap);
  heap.limiter.finishGCTransition(heap.nanotime);
}

/** After anything that goals depend on was changed: recomputes them, and all that is paced by them. */
export function gcControllerCommit(heap: MHeap): void {
  const { controller } = heap;
  controller.commit(heap.sweepDone);
  if (heap.gcphase !== GC_OFF) controller.revise();
  gcPaceSweeper(heap, controller.trigger());
  gcPaceScavenger(heap);
  heap.triggerReached = false;
  heap.events?.paced();
}

/** Whether a cycle is due. Asked when an mcache got a span, and after a large allocation. */
export function testTrigger(heap: MHeap): void {
  const { controller } = heap;
  heap.triggerReached = heap.gcphase === GC_OFF && controller.heapLive >= controller.trigger();
}

/**
 * Sweeps what must be swept before a span is allocated.
 *
 * @param callerPages  pages that the caller will try to sweep itself
 */
export function* deductSweepCredit(heap: MHeap, spanBytes: Bytes, callerPages: Pages): Slow<void> {
  if (heap.sweepPagesPerByte === 0) return;
  const allocated = spanBytes + Math.max(0, heap.controller.heapLive - heap.sweepHeapLiveBasis);
  const target = Math.trunc(heap.sweepPagesPerByte * allocated) - callerPages;
  while (heap.pagesSwept - heap.pagesSweptBasis < target) {
    if ((yield* sweepone(heap)) !== -1) continue;
    heap.sweepPagesPerByte = 0;
    return;
  }
}

function gcPaceSweeper(heap: MHeap, trigger: Bytes): void {
  const { heapLive } = heap.controller;
  const left = heap.sweepDone ? 0 : heap.stats.pagesInUse - heap.pagesSwept;
  heap.sweepPagesPerByte = 0;
  if (left <= 0) return;
  heap.sweepPagesPerByte = left / Math.max(PAGE_BYTES, trigger - heapLive - SWEEP_MARGIN);
  heap.sweepHeapLiveBasis = heapLive;
  heap.pagesSweptBasis = heap.pagesSwept;
}

function gcPaceScavenger(heap: MHeap): void {
  const { controller, stats, lastHeapInUse, scavengeGoals } = heap;
  const { memoryLimit, lastHeapGoal } = controller;
  scavengeGoals.memoryLimitGoal = memoryLimitGoal({ memoryLimit, mappedReady: stats.mappedReady });
  scavengeGoals.gcPercentGoal = gcPercentGoal({
    lastHeapInUse,
    heapGoal: controller.heapGoal(),
    lastHeapGoal,
    heapRetained: stats.heapInUse + stats.heapFree,
    physPageBytes: heap.os.physPageBytes,
  });
}
