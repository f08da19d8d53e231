/**
 * A span: a run of pages that is one block, one class's objects, or free; and lists of spans.
 *
 * Source: gperftools span.h, span.cc.
 * Differs: a span's free objects are a list beside them and not links inside them; it has no tagged field that is a list of
 *   objects or a place in a set.
 */
import type { Addr, Pages } from '../../src/base/units.ts';
import { IN_USE } from '../../spec/views/tc-span.ts';
import type { Location, PageNumber, TcSpanView } from '../../spec/views/tc-span.ts';

export class Span implements TcSpanView {
  page: PageNumber;
  npages: Pages;
  location: Location = IN_USE;
  sizeClass = 0;
  refcount = 0;
  objects: Addr[] = [];
  prev: Span | undefined = undefined;
  next: Span | undefined = undefined;

  constructor(page: PageNumber, npages: Pages) {
    this.page = page;
    this.npages = npages;
  }

  /** One past its last page. */
  get end(): PageNumber {
    return this.page + this.npages;
  }
}

/** Spans, newest first. A span is on one list at most. */
export class SpanList {
  head: Span | undefined = undefined;
  tail: Span | undefined = undefined;

  get isEmpty(): boolean {
    return this.head === undefined;
  }

  prepend(span: Span): void {
    span.prev = undefined;
    span.next = this.head;
    if (this.head === undefined) this.tail = span;
    else this.head.prev = span;
    this.head = span;
  }

  remove(span: Span): void {
    const { prev, next } = span;
    if (prev === undefined) this.head = next;
    else prev.next = next;
    if (next === undefined) this.tail = prev;
    else next.prev = prev;
    span.prev = undefined;
    span.next = undefined;
  }

  all(): readonly Span[] {
    const spans: Span[] = [];
    const seen = new Set<Span>();
    for (let span = this.head; span !== undefined && !seen.has(span); span = span.next) {
      seen.add(span);
      spans.push(span);
    }
    return spans;
  }
}

/** Spans by length, those of a length by address. */
export class SpanSet {
  readonly spans: Span[] = [];

  get first(): Span | undefined {
    return this.spans[0];
  }

  /** The smallest of at least `npages`, the lowest of those. */
  fit(npages: Pages): Span | undefined {
    return this.spans[this.#place(npages, 0)];
  }

  add(span: Span): void {
    this.spans.splice(this.#place(span.npages, span.page), 0, span);
  }

  remove(span: Span): void {
    const at = this.#place(span.npages, span.page);
    if (this.spans[at] === span) this.spans.splice(at, 1);
  }

  /** Of the first span that is not before (npages, page). */
  #place(npages: Pages, page: PageNumber): number {
    let [low, high] = [0, this.spans.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const span = this.spans[middle] as Span;
      if (span.npages < npages || (span.npages === npages && span.page < page)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
