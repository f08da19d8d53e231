/**
 * What may be observed of a program whose objects are where escape analysis put them: one view for the whole of a run.
 *
 * Objects of the stack are gone when their frame returns, or when the iteration of the loop ends in which they were made: their
 * memory is used again.
 */

/** A place of the program's text; line and column count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PlacedObject {
  /** What makes it, and where: `x, 3:2`. */
  readonly name: string;
  readonly region: 'stack' | 'heap' | 'global';
}

/** One use of an object: a read, a write, a call of a closure. */
export interface Access {
  readonly at: Place;
  readonly object: PlacedObject;
  /** Whether the object was gone by then. */
  readonly wasGone: boolean;
}

/** An address in a cell of an object. */
export interface Holding {
  readonly at: Place;
  readonly holder: PlacedObject;
  readonly target: PlacedObject;
}

/** An address that something still there holds, when a frame or an iteration has ended. */
export interface Survivor {
  /** Where the frame or the iteration ended: its function or its loop. */
  readonly at: Place;
  /** The object that holds it, or `a result of f`. */
  readonly holder: string;
  readonly target: PlacedObject;
  readonly isGone: boolean;
}

/** Where a site puts its objects. */
export interface PlacedSite {
  readonly name: string;
  readonly isVariable: boolean;
  /** Bytes; undefined where they are not known before it runs. */
  readonly bytes: number | undefined;
  readonly region: 'stack' | 'heap';
}

/** A line of what the program prints, or how it ends: all on the heap, and as decided. Undefined where that run has no such line. */
export interface ResultLine {
  readonly line: number;
  readonly onHeap: string | undefined;
  readonly asDecided: string | undefined;
}

/** What is decided of a site before a flow is added to the program, and after. */
export interface Redecision {
  readonly name: string;
  /** The statement that was added. */
  readonly added: string;
  readonly before: 'stack' | 'heap';
  readonly after: 'stack' | 'heap';
}

export interface EscapeView {
  readonly accesses: readonly Access[];
  /** Addresses that were stored in objects of the heap and in globals. */
  readonly stores: readonly Holding[];
  readonly survivors: readonly Survivor[];
  readonly sites: readonly PlacedSite[];
  readonly results: readonly ResultLine[];
  readonly redecisions: readonly Redecision[];
}
