/**
 * Which marks a Go heap reached, made from its events.
 *
 * What it hears of changes it passes on to the next listener, so that both hang on one heap.
 */
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import type { GoMarkId } from '../marks/go.ts';
import {
  GC_MARK,
  GC_MARK_TERMINATION,
  GC_OFF,
  PAGE_BYTES,
  SPAN_IN_USE,
  SPAN_MANUAL,
} from './go.ts';
import type {
  ActiveSweepChange,
  FlushedAt,
  GoChanges,
  GoEvents,
  GoView,
  MarkedBy,
  SpanView,
  SweptBy,
  TerminationStep,
  Trigger,
} from './go.ts';
import {
  ACTIVE,
  BLACKENED,
  GREYED,
  SERVED,
  SWEPT,
  TERMINATED,
  TO_HEAP_SPAN,
  TO_MANUAL_SPAN,
} from './go-mark-tables.ts';
import type { HeapOsCall, OsEvents } from './os.ts';

/** Pages that were given, and to what they have not become part of yet. */
interface GivenPages {
  readonly isCached: boolean;
  readonly released: Bytes;
  readonly retained: Bytes;
}

/** The sweepgen of a heap before its first cycle has ended. */
const FIRST_SWEEPGEN = 2;

export class GoMarks implements GoEvents, OsEvents {
  readonly reached = new Set<GoMarkId>();
  readonly #next: GoChanges;
  #view: GoView | undefined;
  /** By address: others may be given pages before these become a span. */
  readonly #given = new Map<Addr, GivenPages>();
  /** Spans that were swept, and neither filed, cached nor freed yet. */
  readonly #swept = new Set<SpanView>();
  /** The mcache span that was swept when it was taken back. */
  #isStale = false;
  /** The sweepgen at which a descriptor died, by its index. */
  readonly #died = new Map<number, number>();

  constructor(next: GoChanges) {
    this.#next = next;
  }

  /** Says which heap the events are of; before the first event. */
  attach(view: GoView): void {
    this.#view = view;
  }

  spanAllocated(span: SpanView): void {
    const { reached } = this;
    const { gcphase, sweepgen } = this.#heap;
    const isInUse = span.state === SPAN_IN_USE;
    reached.add(isInUse ? 'go/span-dead-to-in-use' : 'go/span-dead-to-manual');
    if (gcphase === GC_MARK) {
      reached.add(
        isInUse ? 'go/span-dead-to-in-use-while-marking' : 'go/span-dead-to-manual-while-marking',
      );
    }
    const died = this.#died.get(span.index);
    if (died !== undefined) {
      reached.add('go/span-descriptor-reused');
      if (isInUse && died !== sweepgen) reached.add('go/sweepgen-dead-kept');
    }
    this.#pagesTaken(span.startAddr, isInUse);
    this.#next.spanAllocated(span);
  }

  spanFreed(span: SpanView): void {
    const { reached } = this;
    if (span.state === SPAN_MANUAL) {
      reached.add('go/span-manual-to-dead').add('go/page-manual-span-to-retained');
    } else {
      const isSwept = this.#swept.delete(span);
      reached.add(isSwept ? 'go/span-in-use-to-dead-by-sweep' : 'go/span-in-use-to-dead-by-free');
      reached.add('go/page-heap-span-to-retained');
    }
    this.#died.set(span.index, span.sweepgen);
    this.#next.spanFreed(span);
  }

  spanCached(p: number, span: SpanView): void {
    this.reached.add('go/sweepgen-cached');
    this.#swept.delete(span);
    this.#next.spanCached(p, span);
  }

  spanUncached(p: number, span: SpanView): void {
    if (!this.#isStale) this.reached.add('go/sweepgen-uncached');
    this.#isStale = false;
    this.#next.spanUncached(p, span);
  }

  spanFiled(span: SpanView): void {
    this.#swept.delete(span);
    this.#next.spanFiled(span);
  }

  spanSwept(span: SpanView): void {
    this.#swept.add(span);
    this.#next.spanSwept(span);
  }

  pagesAllocated(base: Addr, npages: Pages, scavenged: Bytes): void {
    if (base !== 0) this.#give(base, false, { npages, scavenged });
    this.#next.pagesAllocated(base, npages, scavenged);
  }

  pagesFreed(base: Addr, npages: Pages): void {
    this.#next.pagesFreed(base, npages);
  }

  pageCacheFilled(p: number): void {
    const { cacheLo, cacheHi, scavLo, scavHi } = this.#heap.procs[p]!.pcache;
    if ((scavLo | scavHi) !== 0) this.reached.add('go/page-released-to-cache');
    if (((cacheLo & ~scavLo) | (cacheHi & ~scavHi)) !== 0)
      this.reached.add('go/page-retained-to-cache');
    this.#next.pageCacheFilled(p);
  }

  pageCacheUsed(p: number, base: Addr, npages: Pages, scavenged: Bytes): void {
    this.#give(base, true, { npages, scavenged });
    this.#next.pageCacheUsed(p, base, npages, scavenged);
  }

  pageCacheFlushed(p: number, base: Addr, npages: Pages, scavenged: Bytes): void {
    if (scavenged > 0) this.reached.add('go/page-cached-released-to-released');
    if (npages * PAGE_BYTES > scavenged) this.reached.add('go/page-cached-retained-to-retained');
    this.#next.pageCacheFlushed(p, base, npages, scavenged);
  }

  pagesScavenged(base: Addr, npages: Pages): void {
    this.reached.add('go/page-scavenged-to-released');
    this.#next.pagesScavenged(base, npages);
  }

  heapGrown(base: Addr, bytes: Bytes): void {
    this.reached.add('go/page-unmapped-to-released');
    this.#next.heapGrown(base, bytes);
  }

  slotFreed(p: number, spanclass: number): void {
    this.#next.slotFreed(p, spanclass);
  }

  cycleStarted(trigger: Trigger): void {
    this.reached.add(`go/trigger-${trigger}`);
    this.#next.cycleStarted(trigger);
  }

  cycleEnded(marked: number): void {
    const { allspans, sweepgen } = this.#heap;
    const isAged = (span: SpanView): boolean =>
      span.state === SPAN_IN_USE && span.sweepgen === sweepgen - 2;
    if (!this.reached.has('go/sweepgen-aged') && allspans.some(isAged))
      this.reached.add('go/sweepgen-aged');
    this.#next.cycleEnded(marked);
  }

  paced(): void {
    this.#next.paced();
  }

  scavengerRan(released: Bytes): void {
    this.#next.scavengerRan(released);
  }

  phaseEntered(phase: number): void {
    const { reached } = this;
    if (phase === GC_MARK) reached.add('go/phase-off-to-mark');
    if (phase === GC_MARK_TERMINATION) reached.add('go/phase-mark-to-termination');
    if (phase === GC_OFF) reached.add('go/phase-termination-to-off');
  }

  marked(by: MarkedBy, greyed: number, blackened: number): void {
    if (by === 'scan') this.reached.add('go/object-grey-to-black');
    const grey = GREYED[by];
    if (greyed > 0 && grey !== undefined) this.reached.add(grey);
    if (blackened > 0) this.reached.add(BLACKENED[by]);
  }

  assisted(stolen: Bytes, scanned: Bytes, queued: boolean): void {
    if (stolen > 0) this.reached.add('go/assist-credited');
    if (scanned > 0) this.reached.add('go/assist-scanned');
    if (queued) this.reached.add('go/assist-queued');
  }

  termination(step: TerminationStep): void {
    this.reached.add(TERMINATED[step]);
  }

  sweptBy(by: SweptBy): void {
    this.reached.add(SWEPT[by]);
    if (by === 'flush') this.#isStale = true;
  }

  sweepLost(): void {
    this.reached.add('go/swept-out-of-turn');
  }

  activeSweep(change: ActiveSweepChange, sweepers: number): void {
    const { reached } = this;
    const others = change === 'drained' && sweepers > 1;
    reached.add(others ? 'go/sweepers-drained-while-others-sweep' : ACTIVE[change]);
    if (change === 'refused' && this.#heap.sweepgen === FIRST_SWEEPGEN)
      reached.add('go/sweepers-refused-before-first-cycle');
    if (change === 'done') this.sweepEnded();
  }

  sweepEnded(): void {
    this.#next.sweepEnded();
  }

  mcacheFlushed(_p: number, at: FlushedAt): void {
    this.reached.add(`go/mcache-flushed-at-${at}`);
  }

  spanKept(): void {
    this.reached.add('go/span-manual-kept-while-marking');
  }

  served(call: HeapOsCall, bytes: Bytes, already: Bytes): void {
    if (call === 'used' && already > 0 && already < bytes) this.reached.add('go/os-used-mixed');
    else this.reached.add(SERVED[call]);
  }

  refused(call: 'reserve' | 'map'): void {
    this.reached.add(`go/os-${call}-refused`);
  }

  get #heap(): GoView {
    return this.#view as GoView;
  }

  #give(
    base: Addr,
    isCached: boolean,
    { npages, scavenged }: { npages: Pages; scavenged: Bytes },
  ): void {
    const retained = npages * PAGE_BYTES - scavenged;
    this.#given.set(base, { isCached, released: scavenged, retained });
  }

  /** The pages from `base`, which somebody was given, became those of a span. */
  #pagesTaken(base: Addr, isInUse: boolean): void {
    const given = this.#given.get(base);
    if (given === undefined) return;
    this.#given.delete(base);
    const { isCached, released, retained } = given;
    const to = isInUse ? TO_HEAP_SPAN : TO_MANUAL_SPAN;
    if (released > 0) this.reached.add(isCached ? to.cachedReleased : to.released);
    if (retained > 0) this.reached.add(isCached ? to.cachedRetained : to.retained);
  }
}
