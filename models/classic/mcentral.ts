/**
 * An mcentral: the spans of one span class, on two lists. See classic-heap.ts for the tiers.
 *
 *     nonempty   spans with a free object, or that had one when they were last looked at
 *     empty      full spans, and those that processors have
 *
 * Who wants a span takes the first of `nonempty`, sweeping it if need be. If there is none, full spans that await sweeping are
 * swept until one has a free object: those at the front, since swept ones go to the back. Then the page heap is asked.
 *
 * Keeps: classic/nonempty-spans-have-room, classic/empty-spans-have-none, classic/small-span-listed-once.
 * Source: Go 1.10 runtime/mcentral.go.
 */
import { Fatal } from '../../spec/subject.ts';
import type { ClassicCentralView } from '../../spec/views/classic.ts';
import { classToAllocnpages } from '../go/sizeclasses.ts';
import type { Heap } from './heap.ts';
import { removeFrom } from './span.ts';
import type { Span } from './span.ts';
import { sweep } from './sweep.ts';

export class MCentral implements ClassicCentralView {
  readonly spanclass: number;
  readonly nonempty: Span[] = [];
  readonly empty: Span[] = [];
  readonly #heap: Heap;

  constructor(heap: Heap, spanclass: number) {
    this.#heap = heap;
    this.spanclass = spanclass;
  }

  /** A swept span with a free object, at the end of `empty`; undefined where there is no memory. */
  cacheSpan(): Span | undefined {
    const span = this.#fromNonempty() ?? this.#fromEmpty() ?? this.#grow();
    if (span === undefined) return undefined;
    if (span.allocCount === span.nelems || span.freeindex === span.nelems)
      throw new Fatal('span has no free objects');
    span.incache = true;
    span.reloadAllocCache();
    this.#heap.events.spanChanged(span);
    return span;
  }

  /** A processor gives a span back. */
  uncacheSpan(span: Span): void {
    span.incache = false;
    if (span.allocCount === 0) throw new Fatal('uncaching span but s.allocCount == 0');
    if (span.allocCount < span.nelems) {
      removeFrom(this.empty, span);
      this.nonempty.unshift(span);
      this.#heap.events.reached('go-classic/uncached-with-room');
    }
    this.#heap.events.spanChanged(span);
  }

  /**
   * Files a span of which objects were freed; whether it went back to the page heap, since it has none.
   *
   * @param wasEmpty  whether it was full
   * @param preserve  whether who swept it is going to use it, so that it stays where it is
   */
  freeSpan(span: Span, preserve: boolean, wasEmpty: boolean): boolean {
    const heap = this.#heap;
    if (span.incache) throw new Fatal('freeSpan given cached span');
    span.needzero = 1;
    if (preserve) {
      span.sweepgen = heap.sweepgen;
      if (span.allocCount === 0) heap.events.reached('go-classic/nonempty-span-preserved');
      return false;
    }
    if (wasEmpty) {
      removeFrom(this.empty, span);
      this.nonempty.unshift(span);
      heap.events.reached('go-classic/span-became-nonempty');
    }
    span.sweepgen = heap.sweepgen;
    if (span.allocCount !== 0) return false;
    removeFrom(this.nonempty, span);
    heap.freeSpan(span);
    heap.events.reached('go-classic/span-gone-home');
    return true;
  }

  #fromNonempty(): Span | undefined {
    const span = this.nonempty.shift();
    if (span === undefined) return undefined;
    this.empty.push(span);
    if (this.#own(span)) {
      sweep(this.#heap, span, true);
      this.#heap.events.reached('go-classic/nonempty-span-swept-for-object');
    }
    return span;
  }

  #fromEmpty(): Span | undefined {
    const { events } = this.#heap;
    for (;;) {
      const span = this.empty[0];
      // Behind a swept one there are only swept ones.
      if (span === undefined || !this.#own(span)) return undefined;
      this.empty.shift();
      this.empty.push(span);
      sweep(this.#heap, span, true);
      const next = span.nextFreeIndex();
      if (next !== span.nelems) {
        span.freeindex = next;
        events.reached('go-classic/empty-span-swept-for-object');
        return span;
      }
      events.reached('go-classic/empty-span-had-none');
    }
  }

  #grow(): Span | undefined {
    const npages = classToAllocnpages[this.spanclass >>> 1] as number;
    const span = this.#heap.alloc(npages, this.spanclass, true);
    if (span !== undefined) this.empty.push(span);
    return span;
  }

  /** Takes a span that needs sweeping to be swept; false where it needs none. */
  #own(span: Span): boolean {
    const { sweepgen } = this.#heap;
    if (span.sweepgen !== sweepgen - 2) return false;
    span.sweepgen = sweepgen - 1;
    return true;
  }
}
