/**
 * Sweeping: what a cycle left unmarked becomes free. See go-heap.ts for the tiers.
 *
 * A sweep makes a span's mark bits its new allocBits and gives it fresh, zero mark bits; freeindex starts over. A span
 * without a marked slot goes back to the page heap. Sweeping is lazy: a span is swept when an allocation wants it, when
 * its mcache is flushed, when an explicit free hits it, when the page heap needs its pages, or before the next cycle.
 * Who sweeps it owns it: the sweepgen says so (acquireForSweep), and everybody else waits.
 *
 * Keeps: go/marks-zero-when-swept, go/marked-slots-allocated, go/sweepgen-in-protocol.
 * Source: Go 1.19 runtime/mgcsweep.go (sweep, sweepone, nextSpanForSweep, finishsweep_m, ensureSwept).
 */
import { popcount32 } from '../../src/base/bits.ts';
import { Fatal } from '../../spec/subject.ts';
import { SPAN_IN_USE } from '../../spec/views/go.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';
import type { Slow } from './slow-path.ts';
import { sweepSpecials } from './span-specials.ts';

/**
 * Sweeps a span that the caller owns (sweepgen sg-1).
 *
 * @param preserve  leave the span to the caller: neither filed nor freed
 * @returns         whether the span went back to the page heap
 */
export function* sweep(heap: MHeap, span: MSpan, preserve: boolean): Slow<boolean> {
  if (heap.slow.yields) yield 'span-acquired';
  if (span.state !== SPAN_IN_USE || span.sweepgen !== heap.sweepgen - 1) {
    throw new Fatal('mspan.sweep: bad span state');
  }
  heap.pagesSwept += span.npages;
  sweepSpecials(heap, span);
  checkZombies(span);
  unmarkFreed(span);
  let nalloc = 0;
  for (let i = 0; i < span.gcmarkBits.length; i += 1)
    nalloc += popcount32(span.gcmarkBits[i] as number);
  const nfreed = span.allocCount - nalloc;
  if (nfreed < 0) throw new Fatal('sweep increased allocation count');
  span.allocCount = nalloc;
  span.freeindex = 0;
  span.freeIndexForScan = 0;
  swapBits(span);
  span.refillAllocCache(0);
  span.sweepgen = heap.sweepgen;
  if (nfreed > 0) {
    span.needzero = 1;
    heap.stats.totalFree += nfreed * span.elemsize;
  }
  heap.events?.spanSwept(span);
  if (heap.slow.yields) yield 'span-swept';
  if (preserve) return false;
  if (nalloc === 0) {
    heap.freeSpan(span);
    return true;
  }
  heap.centralOf(span.spanclass).file(heap, span);
  return false;
}

/** Marks become allocations; the old bits, zeroed, wait for the next cycle's marks. */
function swapBits(span: MSpan): void {
  const old = span.allocBits;
  span.allocBits = span.gcmarkBits;
  old.fill(0);
  span.gcmarkBits = old;
  span.freedBits.fill(0);
}

/** What was freed explicitly is dead, even where a barrier or its birth marked it. */
function unmarkFreed({ gcmarkBits, freedBits }: MSpan): void {
  for (let i = 0; i < freedBits.length; i += 1) {
    if (freedBits[i] !== 0) gcmarkBits[i] = (gcmarkBits[i] as number) & ~(freedBits[i] as number);
  }
}

/** A marked slot that is free was reached through a pointer to freed memory. */
function checkZombies(span: MSpan): void {
  const { freeindex, allocBits, gcmarkBits } = span;
  const boundary = freeindex >>> 5;
  for (let i = boundary; i < gcmarkBits.length; i += 1) {
    const below = i === boundary ? (1 << (freeindex & 31)) - 1 : 0;
    const zombies = (gcmarkBits[i] as number) & ~((allocBits[i] as number) | below);
    if (zombies !== 0) throw new Fatal('found pointer to free object');
  }
}

/** Sweeps one span of the unswept sets; pages that came free, or -1 when nothing was left to sweep. */
export function* sweepone(heap: MHeap): Slow<number> {
  if (!heap.activeSweep.begin()) return -1;
  let freed = -1;
  for (;;) {
    const span = nextSpanForSweep(heap);
    if (span === undefined) {
      heap.activeSweep.markDrained();
      heap.scavenger.ready();
      break;
    }
    if (heap.slow.yields) yield 'span-popped';
    if (span.state !== SPAN_IN_USE) {
      const settled = span.sweepgen === heap.sweepgen || span.sweepgen === heap.sweepgen + 3;
      if (!settled) throw new Fatal('non in-use span in unswept list');
      continue;
    }
    if (!heap.acquireForSweep(span)) continue;
    const { npages } = span;
    freed = (yield* sweep(heap, span, false)) ? npages : 0;
    heap.reclaimCredit += freed;
    break;
  }
  heap.activeSweep.end();
  return freed;
}

/** Pops the unswept sets class by class, the full set of each first. */
function nextSpanForSweep(heap: MHeap): MSpan | undefined {
  const sg = heap.sweepgen;
  for (; heap.centralIndex < heap.central.length; heap.centralIndex += 1) {
    const central = heap.centralOf(heap.centralIndex);
    const span = central.fullUnswept(sg).pop() ?? central.partialUnswept(sg).pop();
    if (span !== undefined) return span;
  }
  return undefined;
}

/** Sweeps everything that is left, and empties the unswept sets for their next role. With the world stopped. */
export function finishsweep(heap: MHeap): void {
  while (heap.slow.run(sweepone(heap)) !== -1);
  for (const central of heap.central) {
    central.partialUnswept(heap.sweepgen).reset();
    central.fullUnswept(heap.sweepgen).reset();
  }
}

/**
 * Makes sure that a span is swept before something is done to its objects: by the caller, or by whoever owns it. The
 * owner of one that an mcache held when the cycle ended is that mcache's processor, which sweeps it as it flushes.
 */
export function* ensureSwept(heap: MHeap, span: MSpan): Slow<void> {
  if (heap.activeSweep.begin()) {
    if (heap.acquireForSweep(span)) yield* sweep(heap, span, false);
    heap.activeSweep.end();
  }
  while (!isSettled(heap, span)) yield 'spin';
}

/** Whether a span needs no sweeping in this cycle, or went away by it. */
function isSettled({ sweepgen }: MHeap, span: MSpan): boolean {
  if (span.state !== SPAN_IN_USE) return true;
  return span.sweepgen === sweepgen || span.sweepgen === sweepgen + 3;
}
