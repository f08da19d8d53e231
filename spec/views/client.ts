/**
 * What can be known of any allocator from outside: the log of calls, addresses, sizes and contents.
 *
 * All of it belongs to the oracle and none to the subject.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Observation, RefusalKind } from '../subject.ts';

/** A block that the client was given and that is neither freed nor collected. */
export interface Block {
  /** Number of the command that made it, as the program names it. */
  readonly label: number;
  readonly addr: Addr;
  /** As asked for. */
  readonly size: Bytes;
  /** Words from the start that may hold pointers. */
  readonly pointerWords: number;
  /** What the subject says the client may use. */
  readonly usable: Bytes;
  /** What the subject promises for this request. */
  readonly alignment: Bytes;
  /** Nothing reaches it but its finalizer, whose turn may have come: what keeps it is that alone. */
  readonly awaitsFinalizer: boolean;
}

/** A block, and another live one that shares a byte with it. */
export interface Placement {
  readonly block: Block;
  readonly other: Block | undefined;
}

/** The contents of a block, or a new block's zeroes, compared with what the client last wrote. */
export interface Reading {
  readonly block: Block;
  /** Whether zeroes were expected because the block is new. */
  readonly fresh: boolean;
  /** First byte that differs, counted from the block's start; -1 when none does. */
  readonly at: number;
  readonly expected: number;
  readonly actual: number;
}

/** How the subject answered one call. */
export interface Answer {
  readonly call: 'malloc' | 'calloc' | 'memalign' | 'realloc' | 'free';
  /** The argument as the client gave it: a size in all, or the address of a free. */
  readonly argument: number;
  /** `served`, or why not. */
  readonly outcome: 'served' | RefusalKind;
  /** What a correct subject may answer; several where it depends on memory. */
  readonly allowed: readonly ('served' | RefusalKind)[];
  /** The address that malloc answered; 0 where there is none. */
  readonly addr: Addr;
  /** First counter of the footprint that a refused call changed; -1 when none did or none was compared. */
  readonly changed: number;
  /** Calls to the operating system that were refused meanwhile. */
  readonly osRefusals: number;
}

/** Something the subject threw that is no refusal. */
export interface Breakdown {
  readonly message: string;
  /** Go's own throw, or a crash of the subject's code. */
  readonly kind: 'fatal' | 'crash';
}

/** What one collection left, counted at once. */
export interface Collection {
  /** Blocks that the roots reached when it ended: they must live. */
  readonly reachable: readonly Block[];
  /**
   * Blocks that they reached when it started, and those made since: only they may live. Some may be freed by now.
   * Undefined when a stack had words that may point anywhere.
   */
  readonly may: readonly Block[] | undefined;
}

/** A block that came back to the client otherwise than by malloc. */
export interface Return {
  /** Handed out by its finalizer's turn, or by upgrading a weak pointer. */
  readonly by: 'finalizer' | 'weak pointer';
  /** What the subject gave; 0 for nothing. */
  readonly addr: Addr;
  /** What it might have given. */
  readonly allowed: readonly Addr[];
}

export interface ClientView {
  /** Live blocks, in no order. */
  readonly live: readonly Block[];
  /** Whether the program is over and everything was given up and collected. */
  readonly ended: boolean;

  /** Of the last command only: */
  readonly answers: readonly Answer[];
  readonly placed: readonly Block[];
  readonly placements: readonly Placement[];
  readonly readings: readonly Reading[];
  readonly breakdowns: readonly Breakdown[];
  readonly collections: readonly Collection[];
  readonly returns: readonly Return[];
  readonly observations: readonly Observation[];
  /** Whether it gave all free memory back to the operating system. */
  readonly freedAll: boolean;

  /** Neighbours by address that share a byte, and each other block with no `other`; by sorting, not by an index. */
  allPlacements(): readonly Placement[];
  /** Reads every live block; where their memory cannot be read from here, those that were looked at. */
  allReadings(): readonly Reading[];
}
