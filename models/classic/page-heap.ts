/**
 * The page heap of a classic Go: free runs of pages are spans, on lists by their length. See classic-heap.ts for the tiers.
 *
 *     free[1] … free[listPages-1]   spans of exactly so many pages, the last freed first
 *     freelarge                     longer ones, by length and then by address
 *
 * A request takes the shortest span that fits: from the first list that is not empty, or else from the long ones, of equal ones
 * the lowest. What it is too long by stays at its high end and becomes a span of its own. A span that goes free takes in the free
 * ones on both sides, which the table of spans names: for a free span its first and its last entry say so, and those between
 * are stale. So no two free spans touch. What they were is kept: how many pages were given back, and whether all are zero.
 *
 * Where nothing fits the heap grows: what it gets becomes a span that looks used and is freed, so that it joins as well.
 *
 * Keeps: classic/free-neighbours-joined, classic/free-span-listed-once, classic/fewest-pages-taken and their neighbours.
 * Source: Go 1.10 runtime/mheap.go (alloc_m, allocSpanLocked, grow, freeSpanLocked, reclaim), mgclarge.go.
 * Differs: after a growth both the lists and the long spans are looked through; Go looks at the long ones alone, so that a growth
 *   of less than a mebibyte served nobody. An ordered array stands for the treap of long spans. What was given back is not taken
 *   for zero, and where only a part of a span was, only the rest is given back: the simulated system insists.
 */
import { Fatal } from '../../spec/subject.ts';
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { SPAN_FREE } from '../../spec/views/classic.ts';
import type { ClassicStatsView } from '../../spec/views/classic.ts';
import { noteOf } from '../../spec/views/classic-log.ts';
import type { ClassicEvents } from '../../spec/views/classic-log.ts';
import { PAGE_BYTES, SPAN_IN_USE, SPAN_MANUAL } from '../../spec/views/go.ts';
import { PAGE_READY } from '../../spec/views/os.ts';
import { memclr } from '../go/words.ts';
import type { Os } from '../os/os.ts';
import type { Geometry } from './geometry.ts';
import { HeapBitmap } from './heap-bitmap.ts';
import { reserve } from './reservation.ts';
import type { Reservation } from './reservation.ts';
import { Descriptors, removeFrom } from './span.ts';
import type { Span } from './span.ts';

export class PageHeap {
  readonly geometry: Geometry;
  readonly os: Os;
  readonly events: ClassicEvents;
  readonly descriptors = new Descriptors();
  readonly free: readonly Span[][];
  readonly freelarge: Span[] = [];
  /** By page. */
  readonly spans: (Span | undefined)[] = [];
  readonly stats: { -readonly [K in keyof ClassicStatsView]: number } = {
    heapInUse: 0,
    heapIdle: 0,
    heapReleased: 0,
    pagesInUse: 0,
  };
  reservation: Reservation | undefined;
  bitmap: HeapBitmap | undefined;
  sweepgen = 0;
  /** Collections so far. */
  cycles = 0;

  constructor(geometry: Geometry, os: Os, events: ClassicEvents) {
    this.geometry = geometry;
    this.os = os;
    this.events = events;
    this.free = Array.from({ length: geometry.listPages }, () => []);
  }

  /** The span that the table names for an address; undefined where the heap never was. */
  spanOf(addr: Addr): Span | undefined {
    const { reservation } = this;
    if (reservation === undefined || !reservation.has(addr)) return undefined;
    return this.spans[reservation.pageOf(addr)];
  }

  /**
   * A span in use, for objects of a class.
   *
   * @param isZeroed  whether all of it is to be zero
   * @source Go 1.10 runtime/mheap.go (*mheap).alloc
   */
  alloc(npages: Pages, spanclass: number, isZeroed: boolean): Span | undefined {
    const span = this.#allocSpan(npages);
    if (span === undefined) return undefined;
    const { needzero, startAddr } = span;
    span.init(startAddr, npages, spanclass);
    span.sweepgen = this.sweepgen;
    span.unusedsince = 0;
    this.stats.pagesInUse += npages;
    this.stats.heapInUse += npages * PAGE_BYTES;
    if (isZeroed && needzero !== 0) memclr(this.os, startAddr, npages * PAGE_BYTES);
    span.needzero = 0;
    this.events.spanChanged(span);
    return span;
  }

  /** A span whose objects are all free goes back. */
  freeSpan(span: Span): void {
    const bytes = span.npages * PAGE_BYTES;
    this.stats.heapInUse -= bytes;
    this.stats.heapIdle += bytes;
    this.#freeSpan(span, this.cycles);
  }

  /**
   * Gives back what free spans hold, whole spans until there were `npages`, those that have been free for `age` cycles or more;
   * how many pages it gave.
   *
   * @source Go 1.10 runtime/mheap.go (*mheap).scavenge, scavengelist
   */
  scavenge(npages: Pages, age: number, isByAge: boolean): Pages {
    let given = 0;
    for (const span of [...this.free.flat(), ...this.freelarge]) {
      if (given >= npages) break;
      if (span.npreleased === span.npages) continue;
      if (this.cycles - span.unusedsince < age) {
        this.events.reached('go-classic/young-span-left');
        continue;
      }
      given += this.#release(span, isByAge);
    }
    return given;
  }

  /** @source Go 1.10 runtime/mheap.go (*mheap).allocSpanLocked */
  #allocSpan(npages: Pages): Span | undefined {
    let span = this.#pick(npages);
    if (span === undefined) {
      if (!this.#grow(npages)) return undefined;
      span = this.#pick(npages);
      if (span === undefined) return undefined;
    }
    if (span.state !== SPAN_FREE) throw new Fatal('MHeap_AllocLocked - MSpan not free');
    if (span.npages < npages) throw new Fatal('MHeap_AllocLocked - bad npages');
    if (span.npreleased > 0) {
      this.os.sysUsed(span.startAddr, span.npages * PAGE_BYTES);
      this.stats.heapReleased -= span.npreleased * PAGE_BYTES;
      span.npreleased = 0;
      this.events.reached('go-classic/released-used-again');
    }
    if (span.npages > npages) this.#trim(span, npages);
    this.#setSpans(span);
    this.stats.heapIdle -= npages * PAGE_BYTES;
    return span;
  }

  /** The shortest free span that fits, taken off its list. */
  #pick(npages: Pages): Span | undefined {
    return this.#fromLists(npages) ?? this.#fromLong(npages);
  }

  #fromLists(npages: Pages): Span | undefined {
    const { events } = this;
    for (let length = npages; length < this.free.length; length += 1) {
      const span = this.#listOf(length)[0];
      if (span === undefined) continue;
      events.chosen(npages, span, false);
      events.reached(length > npages ? 'go-classic/list-from-longer' : 'go-classic/list-from-own');
      this.#unlist(span);
      return span;
    }
    return undefined;
  }

  #fromLong(npages: Pages): Span | undefined {
    const { events, freelarge } = this;
    const at = freelarge.findIndex((it) => it.npages >= npages);
    const span = freelarge[at];
    if (span === undefined) return undefined;
    events.chosen(npages, span, true);
    events.reached('go-classic/large-from-order');
    if (freelarge[at + 1]?.npages === span.npages)
      events.reached('go-classic/large-chosen-by-address');
    this.#unlist(span);
    return span;
  }

  /** Puts back what a span is longer than `npages`. */
  #trim(span: Span, npages: Pages): void {
    const before = noteOf(span);
    const rest = this.descriptors.take();
    rest.initPages(span.startAddr + npages * PAGE_BYTES, span.npages - npages);
    span.npages = npages;
    this.spans[this.#pageOf(rest.startAddr) - 1] = span;
    this.#setEnds(rest);
    rest.needzero = span.needzero;
    if (rest.needzero !== 0) this.events.reached('go-classic/rest-dirty');
    // Neither is free for as long as the other one is made so: they would join again.
    span.state = SPAN_MANUAL;
    rest.state = SPAN_MANUAL;
    this.#freeSpan(rest, before.unusedsince);
    span.state = SPAN_FREE;
    this.events.split(npages, before, span, rest);
  }

  /** @source Go 1.10 runtime/mheap.go (*mheap).grow */
  #grow(npages: Pages): boolean {
    const { events, geometry } = this;
    const { growRoundPages, growPages } = geometry;
    events.growing(npages, this.reservation?.arenaUsed ?? 0);
    const needed = Math.ceil(npages / growRoundPages) * growRoundPages;
    const asked = [Math.max(needed, growPages)];
    if (needed > growPages) events.reached('go-classic/growth-rounded');
    let addr = this.#sysAlloc(asked[0] as Pages);
    if (addr === 0 && needed < growPages) {
      asked.push(needed);
      addr = this.#sysAlloc(needed);
      if (addr !== 0) events.reached('go-classic/growth-exact');
    }
    const got = asked.at(-1) as Pages;
    events.grew(asked, addr, addr === 0 ? 0 : got * PAGE_BYTES);
    if (addr === 0) {
      events.reached('go-classic/growth-failed');
      return false;
    }
    const span = this.descriptors.take();
    span.initPages(addr, got);
    span.sweepgen = this.sweepgen;
    span.state = SPAN_IN_USE;
    this.#setSpans(span);
    this.stats.pagesInUse += got;
    this.stats.heapIdle += got * PAGE_BYTES;
    this.#freeSpan(span, this.cycles);
    if (span.startAddr < addr) events.reached('go-classic/growth-joined');
    return true;
  }

  /** @source Go 1.10 runtime/malloc.go (*mheap).sysAlloc */
  #sysAlloc(npages: Pages): Addr {
    this.reservation ??= reserve(this.os, this.geometry, this.events);
    const { reservation } = this;
    if (reservation === undefined) return 0;
    this.bitmap ??= new HeapBitmap(this.os, reservation.arenaStart);
    const { arenaUsed: addr, arenaEnd } = reservation;
    const bytes = npages * PAGE_BYTES;
    if (bytes > arenaEnd - addr) {
      // The reservation is all there is. It is told as a refusal of the system, which would not make it longer.
      this.os.refusals += 1;
      this.events.reached('go-classic/arena-used-up');
      return 0;
    }
    return reservation.extend(bytes) ? addr : 0;
  }

  /**
   * A span goes free, with what is free beside it.
   *
   * @param unusedsince  how many collections there had been when its pages became free
   * @source Go 1.10 runtime/mheap.go (*mheap).freeSpanLocked
   */
  #freeSpan(span: Span, unusedsince: number): void {
    const { events, stats } = this;
    if (span.allocCount !== 0) throw new Fatal('MHeap_FreeSpanLocked - invalid free');
    if (span.state === SPAN_IN_USE) {
      if (span.sweepgen !== this.sweepgen) throw new Fatal('MHeap_FreeSpanLocked - invalid free');
      stats.pagesInUse -= span.npages;
    }
    events.freeing(span);
    span.state = SPAN_FREE;
    span.unusedsince = unusedsince;
    span.npreleased = 0;
    const first = this.#pageOf(span.startAddr);
    const before = first > 0 ? this.spans[first - 1] : undefined;
    const isLeft = before?.state === SPAN_FREE;
    if (isLeft) this.#joinBefore(span, before);
    const after = this.spans[this.#pageOf(span.end)];
    const isRight = after?.state === SPAN_FREE;
    if (isRight) this.#joinAfter(span, after);
    if (isLeft && isRight) events.reached('go-classic/merged-both');
    else if (isLeft) events.reached('go-classic/merged-left');
    else if (isRight) events.reached('go-classic/merged-right');
    this.#list(span);
    events.freed(span);
  }

  #joinBefore(span: Span, before: Span): void {
    this.#tellJoined(span, before);
    this.#unlist(before);
    span.startAddr = before.startAddr;
    span.npages += before.npages;
    span.npreleased = before.npreleased;
    span.needzero |= before.needzero;
    this.spans[this.#pageOf(span.startAddr)] = span;
    this.descriptors.give(before);
  }

  #joinAfter(span: Span, after: Span): void {
    this.#tellJoined(span, after);
    this.#unlist(after);
    span.npages += after.npages;
    span.npreleased += after.npreleased;
    span.needzero |= after.needzero;
    this.spans[this.#pageOf(span.end) - 1] = span;
    this.descriptors.give(after);
  }

  #tellJoined(span: Span, other: Span): void {
    const { events } = this;
    if (other.npreleased > 0) events.reached('go-classic/merged-released');
    if (other.needzero !== span.needzero) events.reached('go-classic/merged-unlike-zero');
    const [length, longer] = [other.npages, other.npages + span.npages];
    if (!this.#isLarge(length) && this.#isLarge(longer)) events.reached('go-classic/list-crossed');
  }

  #release(span: Span, isByAge: boolean): Pages {
    const { events, os, stats } = this;
    const given = span.npages - span.npreleased;
    if (span.npreleased > 0) events.reached('go-classic/released-in-part');
    if (isByAge) events.reached('go-classic/released-by-age');
    releaseReady(os, span.startAddr, span.npages * PAGE_BYTES);
    stats.heapReleased += given * PAGE_BYTES;
    span.npreleased = span.npages;
    span.needzero = 1;
    events.released(span, isByAge, this.cycles, given);
    return given;
  }

  #list(span: Span): void {
    if (!this.#isLarge(span.npages)) {
      this.#listOf(span.npages).unshift(span);
      return;
    }
    const { freelarge } = this;
    const at = freelarge.findIndex((it) => isBefore(span, it));
    freelarge.splice(at < 0 ? freelarge.length : at, 0, span);
  }

  /** Before its length changes. */
  #unlist(span: Span): void {
    removeFrom(this.#isLarge(span.npages) ? this.freelarge : this.#listOf(span.npages), span);
  }

  #isLarge(npages: Pages): boolean {
    return npages >= this.free.length;
  }

  #listOf(npages: Pages): Span[] {
    return this.free[npages] as Span[];
  }

  #pageOf(addr: Addr): number {
    return (this.reservation as Reservation).pageOf(addr);
  }

  /** Every page of a span in use is named. */
  #setSpans(span: Span): void {
    const first = this.#pageOf(span.startAddr);
    for (let page = first; page < first + span.npages; page += 1) this.spans[page] = span;
  }

  /** The first and the last page of a free span are named. */
  #setEnds(span: Span): void {
    this.spans[this.#pageOf(span.startAddr)] = span;
    this.spans[this.#pageOf(span.end) - 1] = span;
  }
}

/** By length, then by address. */
function isBefore(a: Span, b: Span): boolean {
  return a.npages < b.npages || (a.npages === b.npages && a.startAddr < b.startAddr);
}

/** Gives back the pages of a range that hold something. */
function releaseReady(os: Os, addr: Addr, bytes: Bytes): void {
  const grain = os.physPageBytes;
  const isReady = (at: Addr): boolean => os.stateAt(at) === PAGE_READY;
  for (let from = addr; from < addr + bytes;) {
    let to = from + grain;
    while (to < addr + bytes && isReady(to) === isReady(from)) to += grain;
    if (isReady(from)) os.sysUnused(from, to - from);
    from = to;
  }
}
