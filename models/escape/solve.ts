/**
 * Which objects escape: the fixpoint of the flows.
 *
 * From each location the least number of dereferences to all that flows into it is found. Where that is −1, the address of an
 * object flows to the location; if what the location holds may be there after the object is gone, the object escapes. An
 * object that escapes is as good as the heap, so it is looked at again, as one that outlives everything. Each location is looked
 * at once, and again when it begins to escape or ceases to be transient: at most three times.
 *
 * A count never goes below 0 on the way, as in `r = &l; l = x`: the address of l flows to r, and not that of x.
 *
 * Source: Go 1.19 cmd/compile/internal/escape/solve.go.
 */
import type { FlowGraph, Location, Reason, Step } from './graph.ts';
import type { Func } from './syntax.ts';
import { RESULTS_MAX, leakToHeap, leakToResult } from './tags.ts';

/** @param called  closures that are called where they are written */
export function solve(graph: FlowGraph, called: ReadonlySet<Func>): void {
  const todo = [...graph.locations, graph.heap];
  const waiting = new Set<Location>(todo);
  let id = 0;
  for (let root = todo.pop(); root !== undefined; root = todo.pop()) {
    waiting.delete(root);
    id += 1;
    new RootWalk(root, id, called).run((location) => {
      if (waiting.has(location)) return;
      waiting.add(location);
      todo.push(location);
    });
  }
}

/** The paths from all locations to one. */
class RootWalk {
  readonly #root: Location;
  readonly #id: number;
  readonly #called: ReadonlySet<Func>;
  readonly #todo: Location[] = [];

  constructor(root: Location, id: number, called: ReadonlySet<Func>) {
    this.#root = root;
    this.#id = id;
    this.#called = called;
  }

  /** @param again  is told of each location that has to be a root once more */
  run(again: (location: Location) => void): void {
    this.#root.walk = { id: this.#id, derefs: 0, via: undefined };
    this.#todo.push(this.#root);
    for (let at = this.#todo.pop(); at !== undefined; at = this.#todo.pop()) this.#visit(at, again);
  }

  #visit(at: Location, again: (location: Location) => void): void {
    const derefs = at.walk?.derefs ?? 0;
    const isAddress = derefs < 0;
    if (isAddress && !this.#root.isTransient && at.isTransient) {
      at.isTransient = false;
      again(at);
    }
    if (this.#outlives(at)) {
      if (at.variable?.role === 'param') this.#leak(at, Math.max(derefs, 0));
      if (isAddress && !at.escapes) {
        at.reason = this.#reasonOf(at);
        at.escapes = true;
        again(at);
        return;
      }
    }
    for (const edge of at.edges) {
      const { from } = edge;
      if (from.escapes) continue;
      const reached = Math.max(derefs, 0) + edge.derefs;
      if (from.walk?.id === this.#id && from.walk.derefs <= reached) continue;
      from.walk = { id: this.#id, derefs: reached, via: { to: at, edge } };
      this.#todo.push(from);
    }
  }

  /** Whether what the root holds may still be there when `other` is gone, if that is on the stack. */
  #outlives(other: Location): boolean {
    const root = this.#root;
    if (root.escapes) return true;
    if (root.variable?.role === 'result') {
      // Nobody knows what a caller does with a result: but for a closure called on the spot, whose caller has what is outside.
      const isKnown = isInside(root.func, other.func) && this.#called.has(root.func as Func);
      return !isKnown;
    }
    if (root.func === other.func && root.loopDepth < other.loopDepth) return true;
    return isInside(other.func, root.func);
  }

  #leak(param: Location, derefs: number): void {
    const { variable, func, escapes } = this.#root;
    const isResult = variable?.role === 'result' && func === param.func && !escapes;
    const index = isResult ? (func?.variables.results.indexOf(variable) ?? -1) : -1;
    if (index >= 0 && index < RESULTS_MAX) leakToResult(param.leaks, index, derefs);
    else leakToHeap(param.leaks, derefs);
  }

  /** The path from a location to the root. */
  #reasonOf(location: Location): Reason {
    const steps: Step[] = [];
    const seen = new Set<Location>();
    for (let at = location; at !== this.#root && !seen.has(at);) {
      seen.add(at);
      const via = at.walk?.via;
      if (via === undefined) break;
      const { derefs, notes } = via.edge;
      steps.push({ to: via.to.name, from: at.name, derefs, notes });
      at = via.to;
    }
    return steps;
  }
}

/** Whether `inner` is a closure inside of `outer`, however deep. */
function isInside(inner: Func | undefined, outer: Func | undefined): boolean {
  if (outer === undefined) return false;
  for (let func = inner?.parent; func !== undefined; func = func.parent) {
    if (func === outer) return true;
  }
  return false;
}
