/**
 * What an observer may see of the heap of Go 1.10 and before: its own structures, read-only, under Go's own names.
 *
 * Source: Go 1.9 src/runtime: mheap.go, mcentral.go, mcache.go, malloc.go, mbitmap.go.
 * A *page* is 8 KiB. Page numbers are counted from the start of the arena. See models/classic/classic-heap.ts for the tiers.
 */
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import type { Memory } from '../subject.ts';
import type { ClassicLog } from './classic-log.ts';
import type { SizeClassesView, SpanView } from './go.ts';

/** Value of `SpanView.state` besides those in go.ts: its pages are nobody's, and it is listed by its length. */
export const SPAN_FREE = 3;

/** Bytes of an entry of the table of spans. */
export const SPAN_ENTRY_BYTES: Bytes = 8;
/** Bytes of the heap that a byte of the bitmap describes: four words. */
export const HEAP_BITMAP_SCALE: Bytes = 32;
/** Cycles that a span must have been free before the scavenger takes its memory by itself. */
export const SCAVENGE_AGE = 2;

export interface ClassicSpanView extends SpanView {
  /** Pages of a free span whose memory was given back, 0…npages. */
  readonly npreleased: Pages;
  /** Cycles that had ended when the span became free; 0 for one in use. */
  readonly unusedsince: number;
  /** Whether a processor has it. */
  readonly incache: boolean;
}

/** Sizes that a heap is built with. */
export interface ClassicGeometryView {
  readonly name: string;
  /** What is tried to be reserved for the arena, the largest first. Multiples of 8 MiB. */
  readonly arenaSizes: readonly Bytes[];
  /** There is a list of free spans for each length below this; longer ones are in one order. */
  readonly listPages: Pages;
  /** The heap grows by no less, if it can. */
  readonly growPages: Pages;
  /** It grows by a multiple of this. */
  readonly growRoundPages: Pages;
}

/** The one reservation: spans, bitmap, arena, end to end. */
export interface ReservationView {
  readonly spansStart: Addr;
  readonly spansBytes: Bytes;
  /** Of the table, from its start. */
  readonly spansMapped: Bytes;
  readonly bitmapStart: Addr;
  readonly bitmapBytes: Bytes;
  /** Of the bitmap, from its end, which is where the arena starts: it grows downwards. */
  readonly bitmapMapped: Bytes;
  readonly arenaStart: Addr;
  /** One past the highest byte that was ever in use. */
  readonly arenaUsed: Addr;
  readonly arenaEnd: Addr;
}

export interface ClassicCentralView {
  readonly spanclass: number;
  /** Spans with a free object, the next to be taken first. */
  readonly nonempty: readonly ClassicSpanView[];
  /** Spans without one, and those that processors have. */
  readonly empty: readonly ClassicSpanView[];
}

export interface ClassicCacheView {
  /** Current span of each span class; the sentinel where there is none. */
  readonly alloc: readonly ClassicSpanView[];
  /** Address of the current tiny block; 0 when there is none. */
  readonly tiny: Addr;
  readonly tinyoffset: Bytes;
  /** Slots that were freed by name, by span class; the last is handed out first. */
  readonly reusable: readonly (readonly Addr[])[];
}

export interface ClassicStatsView {
  /** Bytes below `arenaUsed`: in use and free. */
  readonly heapInUse: Bytes;
  readonly heapIdle: Bytes;
  /** Of the free ones, those whose memory was given back. */
  readonly heapReleased: Bytes;
  readonly pagesInUse: Pages;
}

export interface ClassicView {
  readonly geometry: ClassicGeometryView;
  readonly memory: Memory;
  readonly sizeclasses: SizeClassesView;
  /** Undefined until memory is first wanted, and as long as there is none. */
  readonly reservation: ReservationView | undefined;
  /** By page; what it says of the pages inside of a free span is stale. */
  readonly spans: readonly (ClassicSpanView | undefined)[];
  /** All descriptors that were ever made. */
  readonly allspans: readonly ClassicSpanView[];
  /** Descriptors that are nobody's, the next to be taken last. */
  readonly freeDescriptors: readonly ClassicSpanView[];
  /** By length, 0…listPages-1: the next to be taken first. */
  readonly free: readonly (readonly ClassicSpanView[])[];
  /** Longer ones, by length and then by address. */
  readonly freelarge: readonly ClassicSpanView[];
  /** Spans of large objects by length, 0…listPages-1, and longer ones. */
  readonly busy: readonly (readonly ClassicSpanView[])[];
  readonly busylarge: readonly ClassicSpanView[];
  /** By span class; those of large objects have none. */
  readonly central: readonly ClassicCentralView[];
  /** By processor. */
  readonly mcaches: readonly ClassicCacheView[];
  /** Spans in use; `sweepgen / 2 % 2` says which of the two are swept. May name some that are in use no more. */
  readonly sweepSpans: readonly [readonly ClassicSpanView[], readonly ClassicSpanView[]];
  readonly sweepgen: number;
  readonly sweepDone: boolean;
  /** Collections so far: the scavenger's clock. */
  readonly cycles: number;
  readonly stats: ClassicStatsView;
  /** The span that the page map names for an address between `arenaStart` and `arenaUsed`. */
  spanOf(addr: Addr): ClassicSpanView | undefined;
  /** What the last command did. */
  readonly log: ClassicLog;
}

/** In words, by state. */
export const CLASSIC_STATES = ['dead', 'in use', 'manual', 'free'] as const;
