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

const COMPACT_AT = 64;

export class SpanSet implements SpanSetView {
  #entries: (MSpan | undefined)[] | undefined;
  #head = 0;
  /** Spans in the set, stale ones too. */
  length = 0;

  push(span: MSpan): void {
    this.#entries ??= [];
    span.setIndex = this.#entries.length;
    this.#entries.push(span);
    this.length += 1;
  }

  pop(): MSpan | undefined {
    if (this.length === 0) return undefined;
    const entries = this.#entries as (MSpan | undefined)[];
    let span = entries[this.#head];
    while (span === undefined) {
      this.#head += 1;
      span = entries[this.#head];
    }
    entries[this.#head] = undefined;
    this.#head += 1;
    this.length -= 1;
    if (this.length === 0) this.reset();
    else if (this.#head >= COMPACT_AT && this.#head * 2 > entries.length) this.#compact();
    return span;
  }

  /** Takes out `span`, which was pushed here last; answers whether it was there. */
  remove(span: MSpan): boolean {
    const entries = this.#entries;
    if (entries === undefined || entries[span.setIndex] !== span) return false;
    entries[span.setIndex] = undefined;
    this.length -= 1;
    if (this.length === 0) this.reset();
    else if (entries.length >= COMPACT_AT && this.length * 2 < entries.length) this.#compact();
    return true;
  }

  reset(): void {
    if (this.#entries !== undefined) this.#entries.length = 0;
    this.#head = 0;
    this.length = 0;
  }

  at(i: number): MSpan {
    const entries = this.#entries as (MSpan | undefined)[];
    if (entries.length !== this.length) this.#compact();
    return entries[i] as MSpan;
  }

  /** Closes the empty places; the order stays. */
  #compact(): void {
    const entries = this.#entries as (MSpan | undefined)[];
    let to = 0;
    for (let from = this.#head; from < entries.length; from += 1) {
      const span = entries[from];
      if (span === undefined) continue;
      if (span.setIndex === from) span.setIndex = to;
      entries[to] = span;
      to += 1;
    }
    entries.length = to;
    this.#head = 0;
  }
}
