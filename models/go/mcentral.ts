/**
 * An mcentral: the spans of one span class that no processor caches. See go-heap.ts for the tiers.
 *
 * Four sets: partial (a slot is free) and full, each swept and unswept. Raising the heap's sweepgen by 2 swaps the
 * roles of the two of a pair without moving a span: at the end of a cycle everything swept becomes unswept.
 *
 * `cacheSpan` looks for a span with a free slot: a swept partial one; an unswept partial one, sweeping it; an unswept
 * full one that sweeping gives room; and only then a new one from the page heap. It tries at most 101 unswept spans,
 * stale entries included, so that an allocation never sweeps the world.
 *
 * Keeps: go/partial-set-has-room, go/full-set-has-none, go/swept-span-filed-once.
 * Source: Go 1.19 runtime/mcentral.go.
 */
import { Fatal } from '../../spec/subject.ts';
import type { Pages } from '../../src/base/units.ts';
import { PAGE_BYTES } from '../../spec/views/go.ts';
import type { MCentralView } from '../../spec/views/go.ts';
import { classToAllocnpages } from './sizeclasses.ts';
import type { MHeap } from './mheap.ts';
import type { MSpan } from './mspan.ts';
import { deductSweepCredit } from './pacing.ts';
import type { Slow } from './slow-path.ts';
import { SpanSet } from './span-set.ts';
import { sweep } from './sweep.ts';

const SPAN_BUDGET = 100;

export class MCentral implements MCentralView {
  readonly spanclass: number;
  readonly partial: readonly [SpanSet, SpanSet] = [new SpanSet(), new SpanSet()];
  readonly full: readonly [SpanSet, SpanSet] = [new SpanSet(), new SpanSet()];

  /** Of a span of the class. */
  readonly #npages: Pages;

  constructor(spanclass: number) {
    this.spanclass = spanclass;
    this.#npages = classToAllocnpages[spanclass >>> 1] as number;
  }

  partialSwept(sweepgen: number): SpanSet {
    return this.partial[(sweepgen / 2) % 2 === 0 ? 0 : 1];
  }

  partialUnswept(sweepgen: number): SpanSet {
    return this.partial[(sweepgen / 2) % 2 === 0 ? 1 : 0];
  }

  fullSwept(sweepgen: number): SpanSet {
    return this.full[(sweepgen / 2) % 2 === 0 ? 0 : 1];
  }

  fullUnswept(sweepgen: number): SpanSet {
    return this.full[(sweepgen / 2) % 2 === 0 ? 1 : 0];
  }

  /** A span with a free slot, in no set, its cache loaded; undefined when the page heap has none to give. */
  *cacheSpan(heap: MHeap): Slow<MSpan | undefined> {
    yield* deductSweepCredit(heap, this.#npages * PAGE_BYTES, 0);
    const span =
      this.partialSwept(heap.sweepgen).pop() ??
      (yield* this.#sweepForSpan(heap)) ??
      (yield* this.#grow(heap));
    if (span === undefined) return undefined;
    if (heap.slow.yields) yield 'span-popped';
    if (span.allocCount === span.nelems || span.freeindex === span.nelems) {
      throw new Fatal('span has no free objects');
    }
    span.reloadAllocCache();
    return span;
  }

  /** Takes back a span from an mcache; sweeps it when it was cached before the sweep phase began. */
  uncacheSpan(heap: MHeap, span: MSpan): void {
    if (span.allocCount === 0) throw new Fatal('uncaching span but allocCount == 0');
    const sg = heap.sweepgen;
    if (span.sweepgen === sg + 1) {
      span.sweepgen = sg - 1;
      heap.slow.run(sweep(heap, span, false));
      return;
    }
    span.sweepgen = sg;
    this.file(heap, span);
  }

  /** Puts a swept span on the list that its count calls for. */
  file(heap: MHeap, span: MSpan): void {
    const sg = heap.sweepgen;
    const set = span.allocCount === span.nelems ? this.fullSwept(sg) : this.partialSwept(sg);
    set.push(span);
    heap.events?.spanFiled(span);
  }

  *#sweepForSpan(heap: MHeap): Slow<MSpan | undefined> {
    if (!heap.activeSweep.begin()) return undefined;
    const span = yield* this.#sweepUnswept(heap);
    heap.activeSweep.end();
    return span;
  }

  *#sweepUnswept(heap: MHeap): Slow<MSpan | undefined> {
    const sg = heap.sweepgen;
    let budget = SPAN_BUDGET;
    for (; budget >= 0; budget -= 1) {
      const span = this.partialUnswept(sg).pop();
      if (span === undefined) break;
      if (heap.slow.yields) yield 'span-popped';
      if (heap.acquireForSweep(span)) {
        yield* sweep(heap, span, true);
        return span;
      }
    }
    for (; budget >= 0; budget -= 1) {
      const span = this.fullUnswept(sg).pop();
      if (span === undefined) break;
      if (heap.slow.yields) yield 'span-popped';
      if (!heap.acquireForSweep(span)) continue;
      yield* sweep(heap, span, true);
      const slot = span.nextFreeIndex();
      if (slot !== span.nelems) {
        span.freeindex = slot;
        return span;
      }
      this.fullSwept(sg).push(span);
      heap.events?.spanFiled(span);
    }
    return undefined;
  }

  *#grow(heap: MHeap): Slow<MSpan | undefined> {
    const span = yield* heap.alloc(this.#npages, this.spanclass);
    if (span === undefined) return undefined;
    heap.initHeapBits(span);
    return span;
  }
}
