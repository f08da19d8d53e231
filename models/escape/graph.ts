/**
 * The graph of flows: locations, and how values go from one to the other.
 *
 *     p = &q    p ←(-1)- q     the address of q flows to p
 *     p = q     p ←( 0)- q
 *     p = *q    p ←( 1)- q     what q points to
 *     p = **q   p ←( 2)- q
 *
 * A location stands for a variable, for an object that an expression makes, or for nothing but a place that values pass
 * through. Parts of a variable are not told apart: a store into a field or an element flows into the whole. What is stored
 * through a pointer flows to the heap, since nobody knows where it points.
 *
 * Source: Go 1.19 cmd/compile/internal/escape/graph.go.
 */
import type { Func, Pos, Site, Variable } from './syntax.ts';
import type { Leaks } from './tags.ts';

/** What is said of one step of a flow: the text that makes it, and what it is. */
export interface Note {
  readonly text: string;
  readonly why: string;
  readonly pos: Pos;
}

export interface Edge {
  readonly from: Location;
  /** Dereferences on the way, −1 for an address, or more. */
  readonly derefs: number;
  readonly notes: readonly Note[];
}

export interface Location {
  /** What an explanation calls it. */
  readonly name: string;
  readonly variable: Variable | undefined;
  /** Undefined where no object is meant. */
  readonly site: Site | undefined;
  readonly func: Func | undefined;
  /** Loops around it in its function, from 1. Of a variable: around its declaration. */
  loopDepth: number;
  /** What flows in. */
  readonly edges: Edge[];
  /** It has to be on the heap, or is the heap. */
  escapes: boolean;
  /** How that was found. */
  reason: Reason | undefined;
  /** Nothing holds its address when the statement is over, so that its memory can be used again. */
  isTransient: boolean;
  /** Of a parameter: where its value goes. */
  readonly leaks: Leaks;
  isCaptured: boolean;
  isReassigned: boolean;
  isAddressTaken: boolean;
  /** While paths from one root are looked for: its distance from there, and the edge that leads to it. */
  walk: Walk | undefined;
}

export interface Walk {
  readonly id: number;
  /** −1: the address flows to the root; 0: the value; more: what it points to. */
  readonly derefs: number;
  /** Where the edge goes, and which it is; undefined for the root. */
  readonly via: { readonly to: Location; readonly edge: Edge } | undefined;
}

/** The path by which the address of an object comes to what outlives it, its first step first. */
export type Reason = readonly Step[];

export interface Step {
  readonly to: string;
  readonly from: string;
  readonly derefs: number;
  readonly notes: readonly Note[];
}

/** Where the value of an expression goes: into a location, behind so many dereferences. */
export interface Hole {
  readonly to: Location;
  readonly derefs: number;
  readonly notes: readonly Note[];
  /** Whether what is evaluated has its address taken. */
  readonly isAddress: boolean;
}

export function holeOf(to: Location): Hole {
  return { to, derefs: 0, notes: [], isAddress: false };
}

export function noted(hole: Hole, note: Note): Hole {
  return { ...hole, notes: [note, ...hole.notes] };
}

/** The same behind one more dereference, or so many. */
export function dereferenced(hole: Hole, times = 1): Hole {
  return { ...hole, derefs: hole.derefs + times, isAddress: false };
}

/** The same for the address of what is evaluated. */
export function addressed(hole: Hole): Hole {
  return { ...hole, derefs: hole.derefs - 1, isAddress: true };
}

/** What a location is made with. */
export interface LocationOf {
  readonly name: string;
  readonly func: Func;
  readonly variable?: Variable;
  readonly site?: Site | undefined;
  readonly loopDepth: number;
  readonly isTransient: boolean;
}

export class FlowGraph {
  readonly locations: Location[] = [];
  readonly heap = emptyLocation('the heap');
  /** Where values go that nobody wants. */
  readonly blank = emptyLocation('nothing');

  constructor() {
    this.heap.escapes = true;
  }

  add({ name, func, variable, site, loopDepth, isTransient }: LocationOf): Location {
    const location = { ...emptyLocation(name), func, variable, site, loopDepth, isTransient };
    this.locations.push(location);
    return location;
  }

  /** The value of `from`, or its address, flows into the hole. */
  flow({ to, derefs, notes, isAddress }: Hole, from: Location): void {
    if (isAddress) from.isAddressTaken = true;
    if (to === this.blank || (to === from && derefs >= 0)) return;
    if (to.escapes && derefs < 0) {
      from.reason ??= [{ to: to.name, from: from.name, derefs, notes }];
      from.escapes = true;
      return;
    }
    to.edges.push({ from, derefs, notes });
  }
}

function emptyLocation(name: string): Location {
  return {
    name,
    variable: undefined,
    site: undefined,
    func: undefined,
    loopDepth: 0,
    edges: [],
    escapes: false,
    reason: undefined,
    isTransient: false,
    leaks: { heap: undefined, results: new Map() },
    isCaptured: false,
    isReassigned: false,
    isAddressTaken: false,
    walk: undefined,
  };
}
