/**
 * A set of spans, first in first out. See mcentral.ts for what the four of a span class are for.
 *
 * A span that was swept by a path that cannot take it out of its unswept set stays there as a stale entry;
 * whoever pops it notices by its sweepgen.
 *
 * Source: Go 1.19 runtime/mspanset.go.
 * Differs: Go's is a lock-free array of blocks that only grows between resets; here `remove` takes a span out,
 *   which the explicit free of a large object needs. The place is left empty until the next compaction.
 */
import type { SpanSetView } from '../../spec/views/go.ts';
import type { MSpan } from './mspan.ts';

export class SpanSet implements SpanSetView {
  /** From `#head` on, with empty places where spans were taken out. */
  #entries: (MSpan | undefined)[] = [];
  #head = 0;
  /** Spans in the set, stale ones too. */
  length = 0;

  push(span: MSpan): void {
    span.setIndex = this.#entries.length;
    this.#entries.push(span);
    this.length += 1;
  }

  pop(): MSpan | undefined {
    if (this.length === 0) return undefined;
    let span = this.#entries[this.#head];
    while (span === undefined) {
      this.#head += 1;
      span = this.#entries[this.#head];
    }
    this.#take(this.#head);
    return span;
  }

  /** Takes out `span`, which was pushed here last; answers whether it was there. */
  remove(span: MSpan): boolean {
    if (this.#entries[span.setIndex] !== span) return false;
    this.#take(span.setIndex);
    return true;
  }

  reset(): void {
    this.#entries = [];
    this.#head = 0;
    this.length = 0;
  }

  at(i: number): MSpan {
    if (this.#entries.length !== this.length) this.#compact();
    return this.#entries[i] as MSpan;
  }

  /** Leaves a place empty. Where most of them are, it is time to close them. */
  #take(place: number): void {
    this.#entries[place] = undefined;
    this.length -= 1;
    if (this.length * 2 < this.#entries.length) this.#compact();
  }

  /** Closes the empty places; the order stays. A stale entry has its place in another set. */
  #compact(): void {
    const entries: MSpan[] = [];
    for (const [from, span] of this.#entries.entries()) {
      if (span === undefined) continue;
      if (span.setIndex === from) span.setIndex = entries.length;
      entries.push(span);
    }
    this.#entries = entries;
    this.#head = 0;
  }
}
