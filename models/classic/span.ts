/**
 * A span of the classic heap: Go's mspan when a run of free pages was one, too. See classic-heap.ts for the tiers.
 *
 *     dead ── taken from the descriptors ──► free ◄──► in use      a free span is on the list of its length
 *       ▲                                     │
 *       └── absorbed by a neighbour ──────────┘
 *
 * sweepgen, against the heap's (sg): sg-2 needs sweeping; sg-1 is being swept; sg is swept. A span that a processor has is
 * always swept: processors give all of them back before a collection ends.
 *
 * Keeps: classic/released-pages-gone, classic/sweepgen-of-two-kinds.
 * Source: Go 1.10 runtime/mheap.go (mspan, (*mspan).init), mfixalloc.go.
 * Differs: slots are those of models/go/mspan.ts, which did not change until 1.19, with what serves an explicit free.
 */
import type { Addr, Pages } from '../../src/base/units.ts';
import type { ClassicSpanView } from '../../spec/views/classic.ts';
import { PAGE_BYTES, SPAN_DEAD } from '../../spec/views/go.ts';
import { MSpan } from '../go/mspan.ts';

export class Span extends MSpan implements ClassicSpanView {
  npreleased: Pages = 0;
  unusedsince = 0;
  incache = false;

  /** Makes the descriptor one of pages that are not listed yet. */
  initPages(base: Addr, npages: Pages): void {
    this.startAddr = base;
    this.npages = npages;
    this.nelems = 0;
    this.spanclass = 0;
    this.elemsize = 0;
    this.allocCount = 0;
    this.npreleased = 0;
    this.unusedsince = 0;
    this.needzero = 0;
    this.incache = false;
    this.state = SPAN_DEAD;
  }

  get end(): Addr {
    return this.startAddr + this.npages * PAGE_BYTES;
  }
}

/** Descriptors that are used again, the last one given back first. */
export class Descriptors {
  readonly all: Span[] = [];
  readonly free: Span[] = [];

  take(): Span {
    const known = this.free.pop();
    if (known !== undefined) return known;
    const span = new Span(this.all.length);
    this.all.push(span);
    return span;
  }

  give(span: Span): void {
    span.state = SPAN_DEAD;
    this.free.push(span);
  }
}

/** Takes a span off a list; whether it was there. */
export function removeFrom(list: Span[], span: Span): boolean {
  const at = list.indexOf(span);
  if (at >= 0) list.splice(at, 1);
  return at >= 0;
}
