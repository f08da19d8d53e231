/**
 * What an observer may see of a Go heap's concurrent collector, under Go's own names.
 *
 * Source: Go 1.19 src/runtime: mgc.go, mgcmark.go, mgcwork.go, mwbbuf.go.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';

/** Objects that a work buffer has room for: (2048 - 24) / 8. */
export const WORKBUF_OBJECTS = 253;
/** Pointers that a write barrier buffer has room for: 256 stores of two each. */
export const WB_BUF_POINTERS = 512;

/** Larger objects are scanned in pieces of this size. */
export const MAX_OBLET_BYTES = 131_072;

/** Values of `SpecialView.kind`. */
export const SPECIAL_FINALIZER = 1;
export const SPECIAL_WEAK_HANDLE = 2;

/** Something attached to one object of a span. */
export interface SpecialView {
  /** Bytes from the span's start. */
  readonly offset: Bytes;
  readonly kind: number;
}

export interface WorkBufView {
  /** Addresses of grey objects, or of oblets of large ones; the last is taken next. */
  readonly objects: readonly Addr[];
}

export interface WorkListsView {
  readonly full: readonly WorkBufView[];
  readonly empty: readonly WorkBufView[];
}

/** The work of one processor. */
export interface GcWorkView {
  readonly wbuf1: WorkBufView | undefined;
  readonly wbuf2: WorkBufView | undefined;
  readonly flushedWork: boolean;
  readonly bytesMarked: Bytes;
}

/** Checkmark mode: marking is done twice, the second time with bits of its own. */
export interface CheckmarksView {
  /** An object that the second time reached and the first had missed; 0 when there was none. */
  readonly unmarked: Addr;
}

/** Who owes for its allocations. */
export interface AssistsView {
  /** By goroutine: what it may still allocate; negative is debt. */
  readonly assistBytes: readonly Bytes[];
  /** Goroutines that wait for credit, the oldest first. */
  readonly queue: readonly number[];
}

export interface CollectorView {
  /** Whether a cycle ought to start: heapLive came to the trigger, or the last one is long ago. */
  readonly isDue: boolean;
  /** Who is registered as sweeping. */
  readonly sweepers: number;
  /** Whether mcaches are still to be visited since the last cycle, which keeps one sweeper registered. */
  readonly isVisiting: boolean;
  readonly lists: WorkListsView;
  /** By processor. */
  readonly gcws: readonly GcWorkView[];
  /** Objects whose finalizers are due, and those of the batch that is being run. */
  readonly finq: readonly Addr[];
  readonly running: readonly Addr[];
  /** By processor: what stores replaced and what they stored, not yet shaded. */
  readonly wbBufs: readonly (readonly Addr[])[];
  /** Root jobs done and to do. */
  readonly markrootNext: number;
  readonly markrootJobs: number;
  /** Stacks that are roots of the cycle. */
  readonly stacks: number;
  readonly assists: AssistsView;
  /** Goroutines whose stacks were scanned in this cycle, by number. */
  readonly scannedStacks: readonly boolean[];
  /** In checkmark mode. */
  readonly checkmarks: CheckmarksView | undefined;
  /** What a goroutine's stack holds now; of a cycle that is running. */
  stackRoots(g: number): readonly Addr[];
}
