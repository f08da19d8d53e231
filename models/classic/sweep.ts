/**
 * Sweeping: what a collection did not mark becomes free, a span at a time, by who wants the span, its pages, or any.
 *
 * The mark bits become the allocation bits. A span that lost objects is filed anew by its mcentral, which gives it to the page
 * heap when it has none; a large object takes its span along.
 *
 * Keeps: classic/marks-clear-when-swept, classic/alloc-count-true, classic/sweepgen-of-two-kinds.
 * Source: Go 1.10 runtime/mgcsweep.go (sweepone, (*mspan).sweep), mheap.go (reclaim, reclaimList).
 * Differs: what was freed by name counts as unmarked, as in models/go/sweep.ts.
 * Left out: finalizers and other specials; the background sweeper and the pace of sweeping.
 */
import { popcount32 } from '../../src/base/bits.ts';
import { Fatal } from '../../spec/subject.ts';
import type { Pages } from '../../src/base/units.ts';
import { SPAN_IN_USE } from '../../spec/views/go.ts';
import type { Heap } from './heap.ts';
import { removeFrom } from './span.ts';
import type { Span } from './span.ts';

/**
 * Sweeps a span that is the caller's (sweepgen sg-1).
 *
 * @param preserve  whether the caller is going to use it: it is neither filed nor freed
 * @returns         whether it went back to the page heap
 */
export function sweep(heap: Heap, span: Span, preserve: boolean): boolean {
  const { sweepgen, events } = heap;
  if (span.state !== SPAN_IN_USE || span.sweepgen !== sweepgen - 1)
    throw new Fatal('MSpan_Sweep: bad span state');
  unmarkFreed(span);
  const isLarge = span.spanclass < 2;
  const nalloc = countMarked(span);
  const nfreed = span.allocCount - nalloc;
  if (nfreed < 0) throw new Fatal('sweep increased allocation count');
  span.allocCount = nalloc;
  const wasEmpty = span.nextFreeIndex() === span.nelems;
  span.freeindex = 0;
  swapBits(span);
  span.refillAllocCache(0);
  if (nfreed === 0 || isLarge) span.sweepgen = sweepgen;
  let isGone = false;
  if (isLarge && nalloc === 0) {
    span.needzero = 1;
    heap.freeSpan(span);
    isGone = true;
  } else if (nfreed > 0) {
    isGone = heap.centralOf(span.spanclass).freeSpan(span, preserve, wasEmpty);
  }
  if (!isGone) heap.sweptSpans.push(span);
  events.swept(span);
  return isGone;
}

/** Sweeps one span; pages that came free, or -1 when nothing was left to sweep. */
export function sweepone(heap: Heap): number {
  for (;;) {
    const span = heap.unsweptSpans.pop();
    if (span === undefined) {
      heap.sweepDone = true;
      return -1;
    }
    if (span.state !== SPAN_IN_USE) {
      if (span.sweepgen !== heap.sweepgen) throw new Fatal('non in-use span in unswept list');
      continue;
    }
    if (span.sweepgen !== heap.sweepgen - 2) continue;
    span.sweepgen = heap.sweepgen - 1;
    const { npages } = span;
    return sweep(heap, span, false) ? npages : 0;
  }
}

/** Sweeps all that is left. */
export function finishSweep(heap: Heap): void {
  while (!heap.sweepDone) sweepone(heap);
}

/** Sweeps a span before something is done to its objects. */
export function ensureSwept(heap: Heap, span: Span): void {
  if (span.sweepgen !== heap.sweepgen - 2) return;
  span.sweepgen = heap.sweepgen - 1;
  sweep(heap, span, false);
}

/**
 * Sweeps until `npages` pages came free, or all is swept: first large objects of so many pages or more, then smaller ones, then
 * whatever is left.
 */
export function reclaim(heap: Heap, npages: Pages): void {
  const { busy, busylarge } = heap;
  for (const list of [...busy.slice(npages), busylarge])
    if (reclaimList(heap, list, npages) > 0) return;
  let reclaimed = 0;
  for (const list of busy.slice(0, npages)) {
    reclaimed += reclaimList(heap, list, npages - reclaimed);
    if (reclaimed >= npages) return;
  }
  for (;;) {
    const freed = sweepone(heap);
    if (freed === -1) return;
    reclaimed += freed;
    if (reclaimed < npages) continue;
    heap.events.reached('go-classic/reclaimed-by-sweeping-all');
    return;
  }
}

/** Sweeps large objects of a list until `npages` pages came free; how many did. */
function reclaimList(heap: Heap, list: Span[], npages: Pages): Pages {
  const { sweepgen } = heap;
  let freed = 0;
  for (;;) {
    const [span] = list;
    // Behind a swept one there are only swept ones.
    if (span === undefined || span.sweepgen !== sweepgen - 2) return freed;
    span.sweepgen = sweepgen - 1;
    removeFrom(list, span);
    list.push(span);
    const length = span.npages;
    if (!sweep(heap, span, false)) continue;
    heap.events.reached('go-classic/large-span-reclaimed');
    freed += length;
    if (freed >= npages) return freed;
  }
}

function countMarked({ gcmarkBits }: Span): number {
  let count = 0;
  for (let i = 0; i < gcmarkBits.length; i += 1) count += popcount32(gcmarkBits[i] as number);
  return count;
}

/** Marks become allocations; the old bits, zeroed, wait for the next marks. */
function swapBits(span: Span): void {
  const old = span.allocBits;
  span.allocBits = span.gcmarkBits;
  old.fill(0);
  span.gcmarkBits = old;
  span.freedBits.fill(0);
}

/** What was freed by name is dead, also where a pointer to it is left somewhere. */
function unmarkFreed({ gcmarkBits, freedBits }: Span): void {
  for (let i = 0; i < freedBits.length; i += 1)
    gcmarkBits[i] = (gcmarkBits[i] as number) & ~(freedBits[i] as number);
}
