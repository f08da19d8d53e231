/**
 * What an observer may see of a Go heap: the fields of Go's own structures, read-only, under Go's own names.
 *
 * Source: Go 1.19 src/runtime: mheap.go, mcache.go, mcentral.go, mpagealloc.go, mpagecache.go, mranges.go.
 * A bitmap is an Int32Array: bit i is bit (i % 32) of word (i / 32). All arrays belong to the subject.
 */
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import type { Memory } from '../subject.ts';
import type { CollectorView, SpecialView } from './go-collector.ts';
import type { PacerView } from './go-pacer.ts';

/** Values of `SpanView.state`. */
export const SPAN_DEAD = 0;
export const SPAN_IN_USE = 1;
/** Of a stack or of work buffers: no objects. */
export const SPAN_MANUAL = 2;

export const PAGE_BYTES = 8192;
/** Pages of a bitmap chunk, the leaf of the radix tree. */
export const PALLOC_CHUNK_PAGES = 512;
export const CHUNK_BYTES = PAGE_BYTES * PALLOC_CHUNK_PAGES;
export const PAGE_CACHE_PAGES = 64;
export const NUM_SPAN_CLASSES = 136;
export const TINY_SPAN_CLASS = 5;
export const MAX_SMALL_SIZE = 32768;
export const WORD_BYTES = 8;

/** Values of `GoView.gcphase`. */
export const GC_OFF = 0;
export const GC_MARK = 1;
export const GC_MARK_TERMINATION = 2;

export interface SpanView {
  /** Number of the descriptor in allspans. Descriptors are reused. */
  readonly index: number;
  readonly startAddr: Addr;
  readonly npages: Pages;
  readonly state: number;
  /** Size class * 2 + noscan. */
  readonly spanclass: number;
  readonly elemsize: Bytes;
  readonly nelems: number;
  /** One past the last usable byte. Large: base + requested size. */
  readonly limit: Addr;
  readonly divMul: number;
  readonly freeindex: number;
  readonly freeIndexForScan: number;
  readonly allocBits: Int32Array;
  readonly gcmarkBits: Int32Array;
  /** Complement of allocBits from freeindex to the next multiple of 64; bit 0 of Lo is slot freeindex. */
  readonly allocCacheLo: number;
  readonly allocCacheHi: number;
  readonly allocCount: number;
  readonly allocCountBeforeCache: number;
  readonly sweepgen: number;
  readonly needzero: number;
  /** In order of offset, then kind. */
  readonly specials: readonly SpecialView[];
}

export interface MCacheView {
  /** Current span of each span class; the sentinel `emptymspan` where there is none. */
  readonly alloc: readonly SpanView[];
  /** Address of the current tiny block; 0 when there is none. */
  readonly tiny: Addr;
  readonly tinyoffset: Bytes;
  readonly tinyAllocs: number;
  readonly flushGen: number;
  /** Freed slots by span class, the last is handed out first. */
  readonly reusable: readonly (readonly Addr[])[];
  /** Bytes of new blocks that may hold pointers, not yet told to the pacer. */
  readonly scanAlloc: Bytes;
}

export interface PageCacheView {
  readonly base: Addr;
  /** 64 bits in two words; bit i is page base/PAGE_BYTES + i: owned by this cache and free. */
  readonly cacheLo: number;
  readonly cacheHi: number;
  /** Likewise: which of them are returned to the operating system. */
  readonly scavLo: number;
  readonly scavHi: number;
}

export interface ProcView {
  readonly mcache: MCacheView;
  readonly pcache: PageCacheView;
}

/** The spans of one span class that no processor caches. Each list is in the order in which it is popped. */
export interface MCentralView {
  readonly spanclass: number;
  /** Index 0 and 1; `sweepgen / 2 % 2` says which is the swept one. */
  readonly partial: readonly [SpanSetView, SpanSetView];
  readonly full: readonly [SpanSetView, SpanSetView];
}

export interface SpanSetView {
  readonly length: number;
  /** Entry `i`, 0 is the next to be popped. */
  at(i: number): SpanView;
}

export interface ArenaView {
  /** Arena number: base address / heapArenaBytes. */
  readonly index: number;
  /** Span of each page; stale where the page is free. */
  readonly spans: readonly (SpanView | undefined)[];
  readonly pageInUse: Int32Array;
  readonly pageMarks: Int32Array;
  readonly pageSpecials: Int32Array;
  /** Bytes from the arena's start that were ever handed out. */
  readonly zeroedBase: Bytes;
  /** Pointer and scan bits: byte k describes words 4k…4k+3, pointer bits low, scan bits high. */
  readonly bitmap: Uint8Array;
  /** A bit for each word, set for the first word of what the last cycle reached in checkmark mode. */
  readonly checkmarks: Int32Array | undefined;
}

export interface ChunkView {
  /** Chunk number: address / CHUNK_BYTES. */
  readonly index: number;
  /** 512 bits: 1 = in a span or reserved by a page cache. */
  readonly alloc: Int32Array;
  /** 512 bits: 1 = returned to the operating system. */
  readonly scavenged: Int32Array;
}

/** One level of the radix tree: free pages at the start, at most in a run, and at the end of each entry. */
export interface SummaryLevelView {
  readonly logPages: number;
  readonly entries: number;
  start(i: number): Pages;
  max(i: number): Pages;
  end(i: number): Pages;
}

export interface AddrRangeView {
  readonly base: Addr;
  /** One past the last byte. */
  readonly limit: Addr;
}

export interface PageAllocView {
  /** Root first. */
  readonly summary: readonly SummaryLevelView[];
  /** No free page lies below; `maxSearchAddr` when there is none at all. */
  readonly searchAddr: Addr;
  readonly maxSearchAddr: Addr;
  /** Chunk bounds, start included, end excluded. */
  readonly start: number;
  readonly end: number;
  readonly inUse: { readonly ranges: readonly AddrRangeView[]; readonly totalBytes: Bytes };
  /** Mapped chunks, ascending. */
  readonly chunks: readonly ChunkView[];
  chunkAt(index: number): ChunkView | undefined;
  /** Which chunks the scavenger looks at. */
  readonly scavengeIndex: { isMarked(index: number): boolean };
}

/** Go's memory statistics, in bytes unless the name says otherwise (go1.19 runtime/mstats.go). */
export interface StatsView {
  readonly heapInUse: Bytes;
  /** Of manual spans, in neither heapInUse nor heapFree. */
  readonly manualInUse: Bytes;
  readonly heapFree: Bytes;
  readonly heapReleased: Bytes;
  readonly totalAlloc: Bytes;
  readonly totalFree: Bytes;
  readonly pagesInUse: Pages;
  readonly heapLive: Bytes;
  /** Bytes of unmarked slots that the running sweep kept for their finalizers: not in heapLive. */
  readonly resurrected: Bytes;
  /** All memory that is Ready. */
  readonly mappedReady: Bytes;
}

/** How the address space is laid out. */
export interface GeometryView {
  readonly name: string;
  readonly heapAddrBits: number;
  readonly heapArenaBytes: Bytes;
  /** Bits of the radix tree per level, root first. */
  readonly summaryLevelBits: readonly number[];
}

export interface SizeClassesView {
  /** Bytes of a slot by size class; 0 for class 0. */
  readonly classToSize: readonly Bytes[];
  readonly classToAllocnpages: readonly Pages[];
  readonly classToDivMagic: readonly number[];
  /** Size class of a request of 1…MAX_SMALL_SIZE bytes. */
  classOf(size: Bytes): number;
}

export interface GoView {
  readonly geometry: GeometryView;
  readonly sizeclasses: SizeClassesView;
  readonly memory: Memory;
  readonly gcphase: number;
  /** Whether all spans have been swept since the last cycle. */
  readonly sweepDone: boolean;
  /** Even; grows by 2 a cycle. */
  readonly sweepgen: number;
  /** Every descriptor ever made, dead ones too, by index. */
  readonly allspans: readonly SpanView[];
  /** Those that are there, by number. */
  readonly procs: readonly ProcView[];
  /** Those that were stopped, behind them. */
  readonly stoppedProcs: readonly ProcView[];
  /** The processor that serves; -1 when none does. */
  readonly p: number;
  /** Calls that are suspended half-way. */
  readonly suspended: number;
  /** By span class. */
  readonly central: readonly MCentralView[];
  /** In the order in which they were made. */
  readonly arenas: readonly ArenaView[];
  readonly pages: PageAllocView;
  readonly curArena: AddrRangeView;
  readonly stats: StatsView;
  readonly collector: CollectorView;
  readonly pacer: PacerView;
  /** The span in whose pages `addr` lies, by the span table: possibly a stale, dead one. */
  spanOf(addr: Addr): SpanView | undefined;
  arenaAt(index: number): ArenaView | undefined;
}

/**
 * What a Go heap reports of changes to its structures, as Go's tracer does. The listener is called right after the
 * change.
 */
export interface GoChanges {
  /** A span came from the page heap, or went back to it (`state` says which). */
  spanAllocated(span: SpanView): void;
  /** Called before the descriptor is given up: its counts are still those of the freed span. */
  spanFreed(span: SpanView): void;
  /** A span became the current one of a processor's mcache, or stopped being it. */
  spanCached(p: number, span: SpanView): void;
  spanUncached(p: number, span: SpanView): void;
  /** A span was put on a list of its mcentral. */
  spanFiled(span: SpanView): void;
  spanSwept(span: SpanView): void;
  /** The page allocator gave `npages` at `base`, `scavenged` bytes of them; `base` 0 when it found none. */
  pagesAllocated(base: Addr, npages: Pages, scavenged: Bytes): void;
  pagesFreed(base: Addr, npages: Pages): void;
  pageCacheFilled(p: number): void;
  pageCacheUsed(p: number, base: Addr, npages: Pages, scavenged: Bytes): void;
  /** The page cache of a stopped processor, of pages from `base`, went back: `npages`, `scavenged` bytes of them. */
  pageCacheFlushed(p: number, base: Addr, npages: Pages, scavenged: Bytes): void;
  pagesScavenged(base: Addr, npages: Pages): void;
  heapGrown(base: Addr, bytes: Bytes): void;
  /** A slot of a span was freed explicitly, or a freed one handed out again. */
  slotFreed(p: number, spanclass: number): void;
  cycleStarted(trigger: Trigger): void;
  /** Marking is over, sweepgen was raised; each mcache has still to be flushed. `marked`: slots marked in this cycle. */
  cycleEnded(marked: number): void;
  /** Every span is swept: the last sweeper left drained lists. */
  sweepEnded(): void;
  /** The pacer committed: goals, trigger and the sweeper's line are new. */
  paced(): void;
  /** The background scavenger ran for a quantum, and may have parked or gone to sleep by it. */
  scavengerRan(released: Bytes): void;
}

/** Why a cycle starts: heapLive came to the trigger, none had run for two minutes, or it was asked for. */
export type Trigger = 'heap' | 'time' | 'cycle';

/**
 * Who had a span swept: an mcentral that took a partial span, that took a full one which then had room, or that left
 * a full one as full as it was; the flush of an mcache; the background sweeper; an allocation that the pacer let pay;
 * the start of a cycle; the reclaimer; whoever came to an object of it.
 */
export type SweptBy =
  | 'mcentral-partial'
  | 'mcentral-full'
  | 'mcentral-still-full'
  | 'flush'
  | 'sweeper'
  | 'credit'
  | 'start'
  | 'reclaimer'
  | 'demand';

/**
 * What marked objects: a pointer on a stack or in a global variable, a word on a stack that may be one, the queue of finalizers, what an object with
 * a finalizer points to, the scan of a grey object, the flush of a barrier's buffer, the start of a cycle that found a
 * tiny block, handing a block to a stack from where no stack had it, or its own birth.
 */
export type MarkedBy =
  | 'stack'
  | 'data'
  | 'word'
  | 'queue'
  | 'finalizer'
  | 'scan'
  | 'barrier'
  | 'tiny'
  | 'handing'
  | 'birth';

/**
 * What came of a step towards the end of marking: there was work; the ragged barrier found nothing at a processor, or
 * work to give away; it was over and work had been given away; there was work when the world had stopped; it is over.
 */
export type TerminationStep =
  | 'work-left'
  | 'clean'
  | 'gave-work'
  | 'restarted'
  | 'restarted-after-stop'
  | 'ended';

/**
 * What became of the word that counts active sweepers: one registered, was refused since the lists are drained, or left;
 * the last one left drained lists; one found them drained; a cycle ended.
 */
export type ActiveSweepChange = 'begun' | 'refused' | 'ended' | 'done' | 'drained' | 'reset';

/** When an mcache was flushed for a new sweep phase: with all of them, or as its processor got a thread. */
export type FlushedAt = 'termination' | 'acquire';

/** All that a Go heap reports: changes, and how far its collector is. Steps of it, not single objects. */
export interface GoEvents extends GoChanges {
  /** `gcphase` changed. */
  phaseEntered(phase: number): void;
  /** A step of marking: `greyed` objects were marked and queued, `blackened` ones marked and done with. */
  marked(by: MarkedBy, greyed: number, blackened: number): void;
  /** An assist took `stolen` bytes of the workers' credit, scanned `scanned`, and waits in the queue if `queued`. */
  assisted(stolen: Bytes, scanned: Bytes, queued: boolean): void;
  termination(step: TerminationStep): void;
  /** A span was swept for somebody; told right after the sweep. */
  sweptBy(by: SweptBy): void;
  /** A span came off an unswept list that somebody else had swept. */
  sweepLost(span: SpanView): void;
  /** `sweepers`: how many are registered then, the one that it is of included. */
  activeSweep(change: ActiveSweepChange, sweepers: number): void;
  mcacheFlushed(p: number, at: FlushedAt): void;
  /** A manual span became empty that must stay until marking is over. */
  spanKept(span: SpanView): void;
}
