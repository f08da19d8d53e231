/**
 * The log of what a Go heap's last command touched, made from its events and from what the client was given.
 *
 * Each list names a thing once. The log is the judge's and not the model's: it derives chunks and spans from
 * addresses by itself, so that a model that forgets to report part of a change is still looked at there.
 */
import { clear } from '../../src/base/lists.ts';
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { lowestRun } from './first-fit.ts';
import { CHUNK_BYTES, PAGE_BYTES, PAGE_CACHE_PAGES, SPAN_IN_USE, SPAN_MANUAL } from './go.ts';
import type { ChunkView, GoChanges, GoView, SpanView } from './go.ts';
import { commitOf, pacedAllocationOf } from './pacing-log.ts';
import type { Commit, PacedAllocation } from './pacing-log.ts';
import type { OsView } from './os.ts';
import { PageLog } from './page-log.ts';
import { AllocationSums, turnOf } from './scavenge-log.ts';
import type { ScavengerTurn, ScavengingAllocation } from './scavenge-log.ts';
import type { StackLog } from './stack-log.ts';
import type { Touched } from './touched.ts';

/** What a span was like when it went back to the page heap. */
export interface FreedSpan {
  /** Of its descriptor. */
  readonly index: number;
  readonly startAddr: Addr;
  readonly npages: Pages;
  readonly allocCount: number;
  readonly sweepgen: number;
  /** The heap's, at that time. */
  readonly heapSweepgen: number;
  readonly gcphase: number;
}

/** What a manual span was like when it did. */
export interface FreedManualSpan {
  readonly startAddr: Addr;
  /** Stacks that are cut from it. */
  readonly allocCount: number;
  readonly gcphase: number;
}

/** One answer of the page allocator, with what first fit asks for, found by walking. */
export interface PageAllocation {
  /** 0 when it found none. */
  readonly base: Addr;
  readonly npages: Pages;
  /** Lowest base that would do; -1 when there is none. */
  readonly lowest: Addr;
}

/** What a cycle left of the pacer's estimate when marking was over. */
export interface CycleEnd {
  readonly heapLive: Bytes;
  readonly heapMarked: Bytes;
}

/** A span class of a processor's mcache. */
export interface CacheSlot {
  readonly p: number;
  readonly spanclass: number;
}

export interface Growth {
  readonly base: Addr;
  readonly bytes: Bytes;
}

export class GoTouched implements Touched, GoChanges {
  /** In-use spans that the client's calls or any event touched. */
  readonly spans: SpanView[] = [];
  /** Those among them that an event touched: judged by dearer invariants. */
  readonly changedSpans: SpanView[] = [];
  readonly freedSpans: FreedSpan[] = [];
  readonly freedManualSpans: FreedManualSpan[] = [];
  readonly chunks: ChunkView[] = [];
  readonly cacheSlots: CacheSlot[] = [];
  /** Processors whose page cache was used. */
  readonly pageCaches: number[] = [];
  readonly allocations: PageAllocation[] = [];
  readonly growths: Growth[] = [];
  /** Slots marked in each cycle that ended, and was not followed by another. */
  readonly cycles: number[] = [];
  /** Cycles that ended. */
  cyclesEnded = 0;
  readonly cycleEnds: CycleEnd[] = [];
  /** Pages that changed hands. */
  readonly pageLog = new PageLog();
  /** Whether a cycle started. */
  hasStarted = false;
  /** Whether the sweep behind a cycle was completed. */
  hasSwept = false;
  /** Of the pacer. */
  readonly commits: Commit[] = [];
  readonly pacedAllocations: PacedAllocation[] = [];
  /** Of the background scavenger. */
  readonly scavengerTurns: ScavengerTurn[] = [];
  readonly scavengingAllocations: ScavengingAllocation[] = [];
  eventful = false;
  /** Of goroutines' stacks, where these are followed. */
  readonly #stacks: StackLog | undefined;
  readonly #sums = new AllocationSums();
  #view: GoView | undefined;
  #os: OsView | undefined;
  /** Whether a call was suspended when the command began: what it paid for is not what it gets. */
  #isHalfWay = false;

  constructor(stacks?: StackLog) {
    this.#stacks = stacks;
  }

  /** Says which heap the events are of; before the first event. */
  attach(view: GoView, os?: OsView): void {
    this.#view = view;
    this.#os = os;
  }

  clear(): void {
    this.#isHalfWay = this.#heap.suspended > 0;
    this.#stacks?.clear();
    clear(this.spans);
    clear(this.cacheSlots);
    if (!this.eventful) return;
    this.eventful = false;
    this.changedSpans.length = 0;
    this.freedSpans.length = 0;
    this.freedManualSpans.length = 0;
    this.chunks.length = 0;
    this.pageCaches.length = 0;
    this.allocations.length = 0;
    this.growths.length = 0;
    this.cycles.length = 0;
    this.cyclesEnded = 0;
    this.cycleEnds.length = 0;
    this.pageLog.clear();
    this.hasStarted = false;
    this.hasSwept = false;
    this.commits.length = 0;
    this.pacedAllocations.length = 0;
    this.scavengerTurns.length = 0;
    this.scavengingAllocations.length = 0;
    this.#sums.clear();
  }

  client(addr: Addr): void {
    const span = this.#heap.spanOf(addr);
    if (span !== undefined && span.state === SPAN_IN_USE && !this.spans.includes(span))
      this.spans.push(span);
  }

  spanAllocated(span: SpanView): void {
    this.#span(span);
    this.#pages(span.startAddr, span.npages);
    if (span.state === SPAN_MANUAL || this.#isHalfWay || this.#heap.suspended > 0) return;
    const paced = pacedAllocationOf(this.#heap, span);
    if (paced !== undefined) this.pacedAllocations.push(paced);
    const scavenging = this.#sums.allocated(this.#heap, span);
    if (scavenging !== undefined) this.scavengingAllocations.push(scavenging);
  }

  spanFreed(span: SpanView): void {
    this.eventful = true;
    const { index, startAddr, npages, allocCount, sweepgen } = span;
    this.pageLog.freeing(this.#heap, startAddr, npages);
    if (span.state === SPAN_MANUAL) {
      this.freedManualSpans.push({ startAddr, allocCount, gcphase: this.#heap.gcphase });
      return;
    }
    this.freedSpans.push({
      index,
      startAddr,
      npages,
      allocCount,
      sweepgen,
      heapSweepgen: this.#heap.sweepgen,
      gcphase: this.#heap.gcphase,
    });
    this.#drop(this.spans, span);
    this.#drop(this.changedSpans, span);
  }

  spanCached(p: number, span: SpanView): void {
    this.#span(span);
    this.slotFreed(p, span.spanclass);
  }

  spanUncached(p: number, span: SpanView): void {
    this.spanCached(p, span);
  }

  spanFiled(span: SpanView): void {
    this.#span(span);
  }

  spanSwept(span: SpanView): void {
    this.#span(span);
  }

  pagesAllocated(base: Addr, npages: Pages, scavenged: Bytes): void {
    this.eventful = true;
    const { pages } = this.#heap;
    const lowest = base === 0 ? lowestRun(pages, npages) : lowestRun(pages, npages, { base });
    this.allocations.push({ base, npages, lowest });
    if (base === 0) return;
    this.#pages(base, npages);
    this.pageLog.taken(this.#os, base, npages, scavenged);
  }

  pagesFreed(base: Addr, npages: Pages): void {
    this.#pages(base, npages);
    this.pageLog.freed(this.#heap, base, npages);
  }

  pageCacheFilled(p: number): void {
    this.eventful = true;
    const { base } = this.#heap.procs[p]!.pcache;
    if (base !== 0) this.#pages(base, 1);
    if (!this.pageCaches.includes(p)) this.pageCaches.push(p);
  }

  pageCacheUsed(p: number, base: Addr, npages: Pages, scavenged: Bytes): void {
    this.#pages(base, npages);
    this.pageLog.taken(this.#os, base, npages, scavenged);
    this.pageLog.picked(p, this.#heap.procs[p]!.pcache, base, npages);
    if (!this.pageCaches.includes(p)) this.pageCaches.push(p);
  }

  pageCacheFlushed(p: number, base: Addr, npages: Pages, scavenged: Bytes): void {
    this.#pages(base, PAGE_CACHE_PAGES);
    this.pageLog.flushed(this.#heap, { p, base, npages, scavenged: scavenged / PAGE_BYTES });
  }

  pagesScavenged(base: Addr, npages: Pages): void {
    this.#pages(base, npages);
    const isAlone = !this.#isHalfWay && this.#heap.suspended === 0;
    this.pageLog.scavenged(this.#heap, { base, npages, isAlone });
    this.#sums.scavenged(this.#heap, npages);
  }

  heapGrown(base: Addr, bytes: Bytes): void {
    this.eventful = true;
    this.growths.push({ base, bytes });
    this.#sums.grown(this.#heap, bytes);
    this.pageLog.grown(this.#heap, base, bytes / PAGE_BYTES);
    this.#pages(base, bytes / PAGE_BYTES);
  }

  slotFreed(p: number, spanclass: number): void {
    if (this.cacheSlots.some((slot) => slot.p === p && slot.spanclass === spanclass)) return;
    this.cacheSlots.push({ p, spanclass });
  }

  cycleStarted(): void {
    this.eventful = true;
    this.hasStarted = true;
    this.cycles.length = 0;
  }

  cycleEnded(marked: number): void {
    this.eventful = true;
    this.cycles.push(marked);
    this.cyclesEnded += 1;
    const { heapLive, heapMarked } = this.#heap.pacer.controller;
    this.cycleEnds.push({ heapLive, heapMarked });
  }

  sweepEnded(): void {
    this.eventful = true;
    this.hasSwept = true;
  }

  paced(): void {
    this.eventful = true;
    this.commits.push(commitOf(this.#heap));
  }

  scavengerRan(released: Bytes): void {
    this.eventful = true;
    this.scavengerTurns.push(turnOf(this.#heap, released));
  }

  get #heap(): GoView {
    return this.#view as GoView;
  }

  #span(span: SpanView): void {
    this.eventful = true;
    if (span.state !== SPAN_IN_USE) return;
    if (!this.changedSpans.includes(span)) this.changedSpans.push(span);
    if (!this.spans.includes(span)) this.spans.push(span);
  }

  #drop(list: SpanView[], span: SpanView): void {
    const i = list.indexOf(span);
    if (i >= 0) list.splice(i, 1);
  }

  #pages(base: Addr, npages: Pages): void {
    this.eventful = true;
    const first = Math.floor(base / CHUNK_BYTES);
    const last = Math.floor((base + npages * PAGE_BYTES - 1) / CHUNK_BYTES);
    for (let ci = first; ci <= last; ci += 1) {
      const chunk = this.#heap.pages.chunkAt(ci);
      if (chunk !== undefined && !this.chunks.includes(chunk)) this.chunks.push(chunk);
    }
  }
}
