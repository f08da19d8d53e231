/**
 * Escape analysis, as Go's compiler does it: which objects may be on the stack, and why the others may not.
 *
 *     text ── parse.ts, check.ts ──► tree with names, types, sites
 *       │ groups.ts: functions that call each other, callees first
 *       ▼
 *     flows.ts, call-flows.ts ──► graph of locations (graph.ts)
 *       │ limits.ts: what is too large, or of unknown size, flows to the heap
 *       ▼
 *     solve.ts ──► what escapes; the tags of the parameters (tags.ts), for the callers
 *
 * An object must be on the heap where its address comes to what may outlive it: the heap, a global, a result, a variable
 * outside of the loop in which the object is made, a goroutine. Sound for every program: nothing is said of what values are.
 *
 * Source: Go 1.19 cmd/compile/internal/escape.
 * Left out: methods, maps, channels, strings, unsafe, and inlining, which comes before it in Go.
 */
import { FlowGraph, addressed, holeOf, noted } from './graph.ts';
import type { Location, Reason } from './graph.ts';
import { Flows } from './flows.ts';
import type { Copies } from './flows.ts';
import { groupsOf } from './groups.ts';
import { heapReason } from './limits.ts';
import { solve } from './solve.ts';
import type { Checked, Func, Site, Variable } from './syntax.ts';
import { simplified } from './tags.ts';
import type { Leaks } from './tags.ts';

/** What is decided of one site. */
export interface Decision {
  readonly site: Site;
  readonly isHeap: boolean;
  /** On the stack, and not needed any more when the statement is over. */
  readonly isTransient: boolean;
  /** How its address comes to what outlives it; undefined on the stack. */
  readonly reason: Reason | undefined;
}

export interface Analysis {
  /** By the id of the site. */
  readonly decisions: readonly Decision[];
  /** Of each function, for each parameter. */
  readonly tags: ReadonlyMap<Func, readonly Leaks[]>;
  /** What closures have a copy of. */
  readonly copies: Copies;
}

export function analyzeEscape(program: Checked): Analysis {
  const tags = new Map<Func, readonly Leaks[]>();
  const copies = new Map<Func, ReadonlySet<Variable>>();
  const decisions: Decision[] = [];
  for (const group of groupsOf(program.funcs)) {
    const graph = new FlowGraph();
    const flows = new Flows(graph, tags);
    for (const func of group) flows.prepare(func);
    for (const func of group) flows.walk(func);
    for (const [func, copied] of flows.capture()) copies.set(func, copied);
    for (const location of graph.locations) keepOffStack(graph, location);
    solve(graph, flows.called);
    for (const func of flows.walked) {
      const params = func.variables.params.map((param) => flows.locationOf(param));
      tags.set(
        func,
        params.map(({ leaks }) => simplified(leaks)),
      );
    }
    for (const location of graph.locations) {
      if (location.site !== undefined)
        decisions[location.site.id] = decisionOf(location.site, location);
    }
  }
  return { decisions, tags, copies };
}

/** What cannot be on the stack has its address flow to the heap. */
function keepOffStack(graph: FlowGraph, location: Location): void {
  const { site } = location;
  const why = site === undefined ? undefined : heapReason(site);
  if (site === undefined || why === undefined) return;
  const note = { text: site.text, why, pos: site.pos };
  graph.flow(noted(addressed(holeOf(graph.heap)), note), location);
}

function decisionOf(site: Site, { escapes, isTransient, reason }: Location): Decision {
  return { site, isHeap: escapes, isTransient: isTransient && !escapes, reason };
}
