import type { Addr } from '../../src/base/units.ts';
import type { Memory } from '../../spec/subject.ts';
import type {
  AddrRangeView,
  ArenaView,
  GeometryView,
  GoView,
  MCentralView,
  PageAllocView,
  ProcView,
  SpanView,
  StatsView,
} from '../../spec/views/go.ts';
import type { CollectorView } from '../../spec/views/go-collector.ts';
import type { PacerView } from '../../spec/views/go-pacer.ts';
import type { GoHeap } from './go-heap.ts';
import { sizeclasses } from './sizeclasses.ts';

/** A Go heap as observers see it: its own structures, nothing copied. */
export class HeapView implements GoView {
  readonly sizeclasses = sizeclasses;
  readonly geometry: GeometryView;
  readonly memory: Memory;
  readonly allspans: readonly SpanView[];
  readonly #procs: readonly ProcView[];
  #there: readonly ProcView[];
  #stopped: readonly ProcView[] = [];
  readonly central: readonly MCentralView[];
  readonly arenas: readonly ArenaView[];
  readonly pages: PageAllocView;
  readonly curArena: AddrRangeView;
  readonly stats: StatsView;
  readonly collector: CollectorView;
  readonly pacer: PacerView;
  readonly #heap: GoHeap['heap'];

  constructor({ heap, memory, mcaches, steps }: GoHeap) {
    this.#heap = heap;
    this.geometry = heap.geometry;
    this.memory = memory;
    this.allspans = heap.allspans;
    this.#procs = mcaches.map((mcache, p) => ({ mcache, pcache: heap.pcaches[p]! }));
    this.#there = this.#procs;
    this.central = heap.central;
    this.arenas = heap.arenas.all;
    this.pages = heap.pages;
    this.curArena = heap.curArena;
    this.stats = heap.stats;
    this.collector = steps;
    const { controller, limiter, scavengeGoals: scavenge, scavenger } = heap;
    this.pacer = { controller, limiter, sweep: heap, scavenge, scavenger };
  }

  get procs(): readonly ProcView[] {
    this.#divide();
    return this.#there;
  }

  get stoppedProcs(): readonly ProcView[] {
    this.#divide();
    return this.#stopped;
  }

  get p(): number {
    return this.#heap.p;
  }

  get suspended(): number {
    return this.#heap.slow.suspended;
  }

  get gcphase(): number {
    return this.#heap.gcphase;
  }

  get sweepDone(): boolean {
    return this.#heap.sweepDone;
  }

  get sweepgen(): number {
    return this.#heap.sweepgen;
  }

  #divide(): void {
    const { procs } = this.#heap;
    if (this.#there.length === procs) return;
    this.#there = this.#procs.slice(0, procs);
    this.#stopped = this.#procs.slice(procs);
  }

  spanOf(addr: Addr): SpanView | undefined {
    return this.#heap.spanOf(addr);
  }

  arenaAt(index: number): ArenaView | undefined {
    return this.#heap.arenas.at(index);
  }
}
