/**
 * An mcache: the spans that one processor allocates from without asking anybody. See go-heap.ts for the tiers.
 *
 * One current span for each span class; a sentinel that looks full stands where there is none. When the current span
 * is full, `refill` trades it for one with room at the mcentral. A flush gives all of them back: at the end of every
 * cycle, since only the owner may touch a cached span.
 *
 * `reusable` serves explicit free: freed slots by span class, the last freed is handed out first. They count as
 * allocated until then, as if the old object lived on, and are dropped at every flush.
 *
 * Keeps: go/cached-spans-in-generation, go/cached-span-has-one-owner, go/tiny-block-allocated, go/reusable-slots-legal.
 * Source: Go 1.19 runtime/mcache.go; the freegc experiment of Go 1.26 for reusable.
 * Differs: reusable lists are arrays and not threaded through the freed memory; they also hold objects with pointers.
 */
import { Fatal } from '../../spec/subject.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { NUM_SPAN_CLASSES, PAGE_BYTES, TINY_SPAN_CLASS } from '../../spec/views/go.ts';
import type { FlushedAt, MCacheView } from '../../spec/views/go.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';
import { testTrigger } from './pacing.ts';
import type { Slow } from './slow-path.ts';

export class MCache implements MCacheView {
  readonly alloc: MSpan[];
  /** Current tiny block, 16 bytes; 0 when there is none. */
  tiny: Addr = 0;
  /** Where its unused part begins, 0…16. */
  tinyoffset: Bytes = 0;
  /** Tiny objects since the last flush or refill of the tiny class. */
  tinyAllocs = 0;
  /** Bytes of new blocks that may hold pointers, up to the last one: not told to the pacer yet. */
  scanAlloc: Bytes = 0;
  /** The heap's sweepgen at the last flush. */
  flushGen: number;
  readonly reusable: Addr[][];
  readonly #p: number;
  readonly #heap: MHeap;

  constructor(heap: MHeap, p: number) {
    this.#heap = heap;
    this.#p = p;
    this.flushGen = heap.sweepgen;
    this.alloc = new Array<MSpan>(NUM_SPAN_CLASSES).fill(heap.emptymspan);
    this.reusable = Array.from({ length: NUM_SPAN_CLASSES }, () => []);
  }

  /**
   * Trades the full current span of a class for one with room.
   *
   * @returns the new span; undefined when there is no memory, and then the class has no current span
   */
  *refill(spanclass: number): Slow<MSpan | undefined> {
    const heap = this.#heap;
    const old = this.alloc[spanclass] as MSpan;
    if (old.allocCount !== old.nelems) throw new Fatal('refill of span with free space remaining');
    if (this.reusable[spanclass]!.length > 0) {
      if (spanclass !== TINY_SPAN_CLASS) throw new Fatal('refill with freed slots to reuse');
      this.#dropReusable(spanclass);
    }
    if (old !== heap.emptymspan) {
      if (old.sweepgen !== heap.sweepgen + 3) throw new Fatal('bad sweepgen in refill');
      this.#account(old, spanclass);
      this.alloc[spanclass] = heap.emptymspan;
      heap.centralOf(spanclass).uncacheSpan(heap, old);
      heap.events?.spanUncached(this.#p, old);
      if (heap.slow.yields) yield 'span-uncached';
    }
    const span = yield* heap.centralOf(spanclass).cacheSpan(heap);
    if (span === undefined) return undefined;
    if (span.allocCount === span.nelems) throw new Fatal('span has no free space');
    span.sweepgen = heap.sweepgen + 3;
    span.allocCountBeforeCache = span.allocCount;
    const room = span.npages * PAGE_BYTES - span.allocCount * span.elemsize;
    heap.controller.update(room, this.scanAlloc);
    this.scanAlloc = 0;
    testTrigger(heap);
    this.alloc[spanclass] = span;
    heap.events?.spanCached(this.#p, span);
    return span;
  }

  /** Flushes once a cycle, before anything is allocated in the new one. */
  prepareForSweep(at: FlushedAt): void {
    const sg = this.#heap.sweepgen;
    if (this.flushGen === sg) return;
    if (this.flushGen !== sg - 2) throw new Fatal('bad flushGen');
    this.releaseAll();
    this.#heap.world.mcacheFlushed(this.#p);
    this.flushGen = sg;
    this.#heap.events?.mcacheFlushed(this.#p, at);
  }

  /** Gives back every span, and forgets the tiny block and the freed slots. */
  releaseAll(): void {
    const heap = this.#heap;
    let unused = 0;
    for (let spanclass = 0; spanclass < NUM_SPAN_CLASSES; spanclass += 1) {
      if (this.reusable[spanclass]!.length > 0) this.#dropReusable(spanclass);
      const span = this.alloc[spanclass] as MSpan;
      if (span === heap.emptymspan) continue;
      this.#account(span, spanclass);
      if (span.sweepgen !== heap.sweepgen + 1) {
        unused += (span.nelems - span.allocCount) * span.elemsize;
      }
      this.alloc[spanclass] = heap.emptymspan;
      heap.centralOf(spanclass).uncacheSpan(heap, span);
      heap.events?.spanUncached(this.#p, span);
    }
    this.tiny = 0;
    this.tinyoffset = 0;
    this.tinyAllocs = 0;
    heap.controller.update(-unused, this.scanAlloc);
    this.scanAlloc = 0;
  }

  /** Books what was allocated from a span since it was cached. */
  #account(span: MSpan, spanclass: number): void {
    this.#heap.stats.totalAlloc += (span.allocCount - span.allocCountBeforeCache) * span.elemsize;
    span.allocCountBeforeCache = 0;
    if (spanclass === TINY_SPAN_CLASS) this.tinyAllocs = 0;
  }

  #dropReusable(spanclass: number): void {
    this.reusable[spanclass]!.length = 0;
    this.#heap.events?.slotFreed(this.#p, spanclass);
  }
}
