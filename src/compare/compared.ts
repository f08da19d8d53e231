/** What came of one program on one allocator, in numbers that can be held against another's. */
import type { OsCallKind } from '../../spec/views/os.ts';
import type { Bytes } from '../base/units.ts';

/**
 * Tiers that requests come to, the nearest to the client first.
 *
 * `none`: a request of 0 bytes that took no memory; `inPlace`: a realloc that left the block where it was; `tiny`: room beside
 * other blocks in a slot that was handed out already; `cache`: what the processor or thread had at hand; `transfer`: batches on
 * their way between threads; `central`: spans of the size class that all share; `pages`: whole pages that the heap had;
 * `system`: memory that the heap had to obtain first.
 */
export const TIERS = [
  'none',
  'inPlace',
  'tiny',
  'cache',
  'transfer',
  'central',
  'pages',
  'system',
] as const;

export type Tier = (typeof TIERS)[number];

/** The heap after a command. */
export interface Point {
  /** Commands that were run by then. */
  readonly commands: number;
  /**
   * Bytes of the system that are backed by memory and hold blocks, or could; undefined where the subject does not tell. What it
   * tells of as bookkeeping is not among them.
   */
  readonly footprint: Bytes | undefined;
  /** Of live blocks, as asked for, and as their client may use. */
  readonly live: Bytes;
  readonly usable: Bytes;
}

/** Addresses that were free and are given again. */
export interface Reuse {
  /** How often that happened. */
  readonly count: number;
  /**
   * Allocations between the free of an address and the one that returned it: 0 for the next one. The least that half, and nine
   * of ten, do not exceed; undefined where nothing was reused.
   */
  readonly median: number | undefined;
  readonly p90: number | undefined;
  /** How often it was 0. */
  readonly atOnce: number;
}

export interface BrokeDown {
  /** The command, from 0. */
  readonly step: number;
  readonly message: string;
}

export interface Compared {
  readonly subject: string;
  readonly version: string | undefined;
  /** Commands that did something. */
  readonly commands: number;
  /** Blocks that it gave, those of a realloc included that moved or not. */
  readonly requests: number;
  /** Requests that it refused. */
  readonly refused: number;
  /** At which all below ends; undefined where it ran to the end. */
  readonly brokeDown: BrokeDown | undefined;
  /** After evenly spaced commands, the last one among them. */
  readonly points: readonly Point[];
  /** Where the footprint was largest for the first time; the usable bytes, where no footprint is told. */
  readonly peak: Point;
  /** Of the footprint, over all commands. */
  readonly mean: Bytes | undefined;
  readonly peakLive: Bytes;
  /** At the end; undefined where it does not tell. */
  readonly bookkeeping: Bytes | undefined;
  /** Of the system, refused ones included; undefined where it has none that tells. */
  readonly osCalls: Readonly<Record<OsCallKind, number>> | undefined;
  readonly reuse: Reuse;
  /** Requests by the farthest tier that each came to; undefined where it does not tell. A tier that it does not have is left out. */
  readonly tiers: Readonly<Partial<Record<Tier, number>>> | undefined;
}

/** Bytes of live blocks that nobody asked for. */
export function internalOf({ usable, live }: Point): Bytes {
  return usable - live;
}

/** Bytes of the footprint that no client may use. */
export function externalOf({ footprint, usable }: Point): Bytes | undefined {
  return footprint === undefined ? undefined : footprint - usable;
}
