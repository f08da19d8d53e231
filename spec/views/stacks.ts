/**
 * What an observer may see of goroutines' stacks, under Go's own names.
 *
 * Source: Go 1.19 src/runtime: stack.go, proc.go (gfput, gfget), mgcmark.go (scanstack), symtab.go (stackmap).
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { SpanView } from './go.ts';
import type { StackLog } from './stack-log.ts';

/** Orders of stacks that are cut from spans: 2, 4, 8 and 16 KiB. */
export const NUM_STACK_ORDERS = 4;
/** How far above the lowest byte of a stack its guard is. */
export const STACK_GUARD = 928;
/** How far below the guard a small frame may reach. */
export const STACK_SMALL = 128;
/** What must be left below the frames, for functions that do not look. */
export const STACK_LIMIT = STACK_GUARD - STACK_SMALL;
/** Words of a frame above its locals: the caller's frame pointer, and where to return to. */
export const LINKAGE_WORDS = 2;

/** Words of a frame that may hold pointers: the first. */
export const FRAME_MAP_MAX = 256;

/** A frame: a call that has not returned. */
export interface FrameView {
  /** Words of its locals. */
  readonly locals: number;
  /**
   * The frame map: by word of the locals, 1 where it holds a pointer that is still used. Those behind its end, in large
   * frames, hold none.
   */
  readonly map: Uint8Array;
}

/** The stack of a goroutine, which grows from `hi` down to `lo`. */
export interface GoStackView {
  /** 0 where there is none. */
  readonly lo: Addr;
  readonly hi: Addr;
  /** Lowest byte of the innermost frame. */
  readonly sp: Addr;
  /** The outermost first; they fill the stack from `hi` to `sp`. */
  readonly frames: readonly FrameView[];
}

/** Stacks of one order that a processor has at hand. */
export interface StackCacheView {
  /** The last is next. */
  readonly list: readonly Addr[];
  /** Of all of them. */
  readonly size: Bytes;
}

/** What a dead goroutine left. */
export interface KeptStackView {
  /** 0 where it was of another size than goroutines start with. */
  readonly lo: Addr;
  readonly size: Bytes;
}

export interface StacksView {
  /** No stack may be larger: maxstacksize. */
  readonly maximum: Bytes;
  /** Of a goroutine that takes the place of a dead one: startingStackSize. */
  readonly startingSize: Bytes;
  /** By goroutine. */
  readonly goroutines: readonly GoStackView[];
  /** By processor, stopped ones too, by order. */
  readonly caches: readonly (readonly StackCacheView[])[];
  /** All spans that stacks are cut from. */
  readonly spans: readonly SpanView[];
  /** By order: those with a free stack. */
  readonly lists: readonly (readonly SpanView[])[];
  /** Stacks that are spans of their own and wait for the end of a cycle, by log2 of their pages. */
  readonly large: readonly (readonly SpanView[])[];
  /** Of dead goroutines, by processor, then of all. */
  readonly kept: readonly (readonly KeptStackView[])[];
  /** Free stacks of one of `spans`. */
  freeOf(span: SpanView): readonly Addr[];
  /** What the last command did to stacks. */
  readonly log: StackLog;
}

/** A frame needs so many bytes; or little is used, as was found by a scan, or at the first call since. */
export type CopyReason = { readonly needed: Bytes } | 'scan' | 'call';

/** What happens to stacks, on slow paths. */
export interface StackEvents {
  /** A goroutine's stack is going to be copied, for a reason. */
  stackCopying(g: number, why: CopyReason): void;
  stackCopied(g: number): void;
  /** A frame would not fit into any stack, or there was no memory for one that it fits into. */
  stackRefused(why: 'overflow' | 'no-memory'): void;
  /** A stack was scanned: `roots` are the pointers that its frames hold. */
  stackScanned(g: number, roots: readonly Addr[]): void;
  /** The stack should have been looked at, and a goroutine in the system may not be disturbed. */
  stackShrinkPutOff(g: number): void;
  stackCacheRefilled(p: number, order: number): void;
  stackCacheReleased(p: number, order: number): void;
  /** Processor `p`'s caches, which had so many stacks, were emptied for a new cycle. */
  stackCachesCleared(p: number, stacks: number): void;
  /** Goroutine `g` is over, and its stack, of so many bytes, is kept. */
  stackLeft(g: number, size: Bytes): void;
  /** A goroutine took over the stack of a dead one. */
  stackTakenOver(g: number): void;
  /** The stacks of dead goroutines, so many, were freed by a cycle. */
  deadStacksFreed(count: number): void;
}
