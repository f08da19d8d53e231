/**
 * What was learnt from a recorded program: which sizes it asked for, how long its blocks lived, by which calls.
 *
 * Counts and not shares, so that it is exact, can be added up, and stays a distribution when somebody edits it.
 */
import type { Bytes } from '../base/units.ts';

/** Whole numbers from `from` to `to`, both included, that were met `count` times; within a range, each as likely. */
export interface CountedRange {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface Learnt {
  readonly id: string;
  /** What it was learnt from, in a few words. */
  readonly title: string;
  /** Calls of each kind. An aligned allocation counts as a malloc, a realloc of no block too. */
  readonly calls: {
    readonly malloc: number;
    readonly calloc: number;
    readonly realloc: number;
    readonly free: number;
  };
  /** Most that was live at once, as asked for. */
  readonly peakLive: { readonly bytes: Bytes; readonly blocks: number };
  /** Bytes that were asked for by malloc, calloc (count times size) and realloc; ascending. */
  readonly sizes: readonly CountedRange[];
  /**
   * How many allocations (calls of malloc, calloc and realloc) came between a block's first one and its free; ascending.
   * A realloc does not end a block's life.
   */
  readonly lifetimes: readonly CountedRange[];
  /** Blocks that were live at the end. */
  readonly neverFreed: number;
}
