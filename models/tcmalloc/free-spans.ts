/**
 * The free spans of one location: a list for each length up to a megabyte, newest first, and an ordered set of longer ones.
 *
 * Source: gperftools page_heap.h, SpanList, large_normal_, large_returned_.
 */
import type { Pages } from '../../src/base/units.ts';
import type { SpanListsView } from '../../spec/views/tcmalloc.ts';
import { SpanList, SpanSet } from './span.ts';
import type { Span } from './span.ts';

export class FreeSpans implements SpanListsView {
  readonly byLength: readonly SpanList[];
  readonly longer = new SpanSet();
  readonly #listPages: Pages;

  constructor(listPages: Pages) {
    this.#listPages = listPages;
    this.byLength = Array.from({ length: listPages + 1 }, () => new SpanList());
  }

  get lists(): readonly (readonly Span[])[] {
    return this.byLength.map((list) => list.all());
  }

  get set(): readonly Span[] {
    return this.longer.spans;
  }

  /** The newest of exactly that length, up to the longest that there is a list for. */
  newest(npages: Pages): Span | undefined {
    return this.byLength[npages]?.head;
  }

  add(span: Span): void {
    if (span.npages > this.#listPages) this.longer.add(span);
    else (this.byLength[span.npages] as SpanList).prepend(span);
  }

  remove(span: Span): void {
    if (span.npages > this.#listPages) this.longer.remove(span);
    else (this.byLength[span.npages] as SpanList).remove(span);
  }
}
