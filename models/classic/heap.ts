/**
 * The heap behind the processors: the page heap, the lists of spans by class, and which spans need sweeping.
 *
 * Spans in use are in one of two sets, which change places when a collection ends: swept ones, and those that wait to be swept.
 * What is swept out of turn stays named in the other set, and is passed over there. Spans of large objects are also on lists by
 * their length, those that are swept behind those that are not, so that who needs pages finds some that will become free.
 *
 * Keeps: classic/in-use-span-to-be-swept-once, classic/large-span-busy-by-length.
 * Source: Go 1.10 runtime/mheap.go (mheap, alloc_m, reclaim, reclaimList).
 */
import type { Pages } from '../../src/base/units.ts';
import { NUM_SPAN_CLASSES } from '../../spec/views/go.ts';
import type { ClassicEvents } from '../../spec/views/classic-log.ts';
import type { Os } from '../os/os.ts';
import type { Geometry } from './geometry.ts';
import { MCentral } from './mcentral.ts';
import { PageHeap } from './page-heap.ts';
import { removeFrom } from './span.ts';
import type { Span } from './span.ts';
import { reclaim } from './sweep.ts';

export class Heap {
  readonly pages: PageHeap;
  readonly central: readonly MCentral[];
  readonly busy: readonly Span[][];
  readonly busylarge: Span[] = [];
  /** By `sweepgen / 2 % 2`, the swept ones. */
  readonly sweepSpans: readonly [Span[], Span[]] = [[], []];
  sweepDone = true;

  constructor(geometry: Geometry, os: Os, events: ClassicEvents) {
    this.pages = new PageHeap(geometry, os, events);
    this.busy = Array.from({ length: geometry.listPages }, () => []);
    this.central = Array.from({ length: NUM_SPAN_CLASSES }, (_, c) => new MCentral(this, c));
  }

  get sweepgen(): number {
    return this.pages.sweepgen;
  }

  get events(): ClassicEvents {
    return this.pages.events;
  }

  get sweptSpans(): Span[] {
    return this.sweepSpans[(this.sweepgen / 2) % 2 === 0 ? 0 : 1];
  }

  get unsweptSpans(): Span[] {
    return this.sweepSpans[(this.sweepgen / 2) % 2 === 0 ? 1 : 0];
  }

  centralOf(spanclass: number): MCentral {
    return this.central[spanclass] as MCentral;
  }

  /** The list that spans of large objects of a length are on. */
  busyList(npages: Pages): Span[] {
    return this.busy[npages] ?? this.busylarge;
  }

  /**
   * A span in use. So that the heap does not outgrow what lives, so many pages are swept for before.
   *
   * @param isZeroed  whether all of it is to be zero
   */
  alloc(npages: Pages, spanclass: number, isZeroed: boolean): Span | undefined {
    if (!this.sweepDone) reclaim(this, npages);
    const span = this.pages.alloc(npages, spanclass, isZeroed);
    if (span === undefined) return undefined;
    this.sweptSpans.push(span);
    if (spanclass < 2) this.busyList(npages).push(span);
    this.pages.bitmap?.initSpan(span.startAddr, span.end - span.startAddr, span.elemsize);
    return span;
  }

  /** A span without objects, which is in none of the two sets, goes back. */
  freeSpan(span: Span): void {
    if (span.spanclass < 2) removeFrom(this.busyList(span.npages), span);
    this.pages.freeSpan(span);
  }
}
