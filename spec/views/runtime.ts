/**
 * What an observer may see of Go's scheduler, under Go's own names.
 *
 * Source: Go 1.19 src/runtime: runtime2.go (g, m, p, schedt), proc.go, stack.go.
 */
import type { Addr } from '../../src/base/units.ts';
import type { SpanView } from './go.ts';

/** Bytes of the stack that a goroutine starts with. */
export const STACK_MIN = 2048;
/** Bytes of a span that such stacks are cut from: 4 pages. */
export const STACK_CACHE_SIZE = 32_768;

/** A goroutine waits for credit of the collector's workers, which its allocations owe. */
export type GStatus = 'runnable' | 'running' | 'syscall' | 'waiting' | 'dead';
export type PStatus = 'idle' | 'running' | 'syscall' | 'dead';

/** Where there is none: of a thread, a processor, a goroutine. */
export const NOBODY = -1;

export interface GView {
  readonly id: number;
  readonly status: GStatus;
  /** The thread that runs it, in Go code or in the system; NOBODY otherwise. */
  readonly m: number;
  /** Lowest address of its stack; 0 when that is not the heap's. */
  readonly stack: Addr;
}

export interface MView {
  readonly id: number;
  /** The processor that it has; NOBODY while it is idle or in the system. */
  readonly p: number;
  /** The one that it had when it went into the system. */
  readonly oldp: number;
  readonly curg: number;
}

export interface PView {
  readonly id: number;
  readonly status: PStatus;
  /** The thread that has it. */
  readonly m: number;
  /** Goroutines that wait for it, the first is next. */
  readonly runq: readonly number[];
}

export interface RuntimeView {
  readonly gomaxprocs: number;
  readonly gs: readonly GView[];
  readonly ms: readonly MView[];
  readonly ps: readonly PView[];
  /** Goroutines that wait for any processor. */
  readonly runq: readonly number[];
  /** Spans that stacks are cut from. */
  readonly stackSpans: readonly SpanView[];
  /** Stacks that are out of these spans and no goroutine's: at hand for a processor, or left by a dead goroutine. */
  readonly idleStacks: readonly Addr[];
  /** Whether a call is suspended on a processor. */
  isSuspended(p: number): boolean;
}
