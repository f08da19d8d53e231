import type { Addr } from '../../src/base/units.ts';
import type { Memory } from '../../spec/subject.ts';
import type {
  ClassicCacheView,
  ClassicCentralView,
  ClassicGeometryView,
  ClassicSpanView,
  ClassicStatsView,
  ClassicView,
  ReservationView,
} from '../../spec/views/classic.ts';
import type { SizeClassesView } from '../../spec/views/go.ts';
import { sizeclasses } from '../go/sizeclasses.ts';
import type { ClassicLog } from '../../spec/views/classic-log.ts';
import type { ClassicHeap } from './classic-heap.ts';

/** A classic heap as observers see it: its own structures, nothing copied. */
export class HeapView implements ClassicView {
  readonly geometry: ClassicGeometryView;
  readonly memory: Memory;
  readonly sizeclasses: SizeClassesView = sizeclasses;
  readonly spans: readonly (ClassicSpanView | undefined)[];
  readonly allspans: readonly ClassicSpanView[];
  readonly freeDescriptors: readonly ClassicSpanView[];
  readonly free: readonly (readonly ClassicSpanView[])[];
  readonly freelarge: readonly ClassicSpanView[];
  readonly busy: readonly (readonly ClassicSpanView[])[];
  readonly busylarge: readonly ClassicSpanView[];
  readonly central: readonly ClassicCentralView[];
  readonly mcaches: readonly ClassicCacheView[];
  readonly sweepSpans: readonly [readonly ClassicSpanView[], readonly ClassicSpanView[]];
  readonly stats: ClassicStatsView;
  readonly log: ClassicLog;
  readonly #heap: ClassicHeap['heap'];

  constructor({ heap, memory, mcaches }: ClassicHeap, log: ClassicLog) {
    const { pages } = heap;
    this.#heap = heap;
    this.geometry = pages.geometry;
    this.memory = memory;
    this.spans = pages.spans;
    this.allspans = pages.descriptors.all;
    this.freeDescriptors = pages.descriptors.free;
    this.free = pages.free;
    this.freelarge = pages.freelarge;
    this.busy = heap.busy;
    this.busylarge = heap.busylarge;
    this.central = heap.central;
    this.mcaches = mcaches;
    this.sweepSpans = heap.sweepSpans;
    this.stats = pages.stats;
    this.log = log;
  }

  get reservation(): ReservationView | undefined {
    return this.#heap.pages.reservation;
  }

  get sweepgen(): number {
    return this.#heap.sweepgen;
  }

  get sweepDone(): boolean {
    return this.#heap.sweepDone;
  }

  get cycles(): number {
    return this.#heap.pages.cycles;
  }

  spanOf(addr: Addr): ClassicSpanView | undefined {
    return this.#heap.pages.spanOf(addr);
  }
}
