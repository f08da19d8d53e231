/**
 * Calls as flows: arguments go where the callee's tags say, into its parameters where both are analysed together, and to the
 * heap where nobody knows who is called.
 *
 * Source: Go 1.19 cmd/compile/internal/escape/call.go.
 */
import type { Flows } from './flows.ts';
import { dereferenced, holeOf, noted } from './graph.ts';
import type { Hole, Location } from './graph.ts';
import { exprText } from './print.ts';
import type { Call, Expr, Func, Site, Stmt } from './syntax.ts';
import { LEAKS_ALL } from './tags.ts';
import { sizeOf } from './types.ts';

/** An argument that is kept until a deferred or started call runs. */
interface Kept {
  readonly hole: Hole;
  readonly location: Location;
  readonly expr: Expr;
}

export class CallFlows {
  readonly #flows: Flows;
  readonly #kept: Kept[] = [];

  constructor(flows: Flows) {
    this.#flows = flows;
  }

  /** @param results  where they go; undefined where nobody wants them */
  call(results: readonly Hole[] | undefined, call: Call): void {
    this.#call(results, call, (hole, arg) => this.#flows.expr(hole, arg));
  }

  /**
   * A deferred call, or one that another goroutine makes: its callee and its arguments are kept in a record until then.
   *
   * The record of a deferred call that is in no loop is on the stack: the call runs before the frame is gone.
   */
  later({ kind, call, site, pos }: Extract<Stmt, { kind: 'defer' | 'go' }>): void {
    const flows = this.#flows;
    const isInFrame = kind === 'defer' && flows.loopDepth === 1;
    const record = isInFrame ? holeOf(flows.place('deferred calls', false)) : flows.heap();
    const kept = noted(record, { text: exprText(call), why: `kept for ${kind}`, pos });
    if (site === undefined) {
      flows.expr(kept, call.callee);
      return;
    }
    const inside = flows.spill(kept, site);
    const keep = (hole: Hole, arg: Expr): void => {
      if (arg.kind !== 'literal' || arg.type.kind !== 'slice') {
        this.#keep(inside, arg, (expr) => flows.expr(hole, expr), hole);
        return;
      }
      // The literal itself is made when the call runs, of elements that are kept.
      const elements = flows.spill(hole, arg.site as Site);
      for (const element of arg.elements)
        this.#keep(inside, element, (expr) => flows.expr(elements, expr), elements);
    };
    this.#call(undefined, call, keep);
  }

  /** Keeps a value in the record, from which it flows on when the call runs. */
  #keep(record: Hole, expr: Expr, now: (expr: Expr) => void, hole: Hole): void {
    if (
      expr.kind === 'number' ||
      expr.kind === 'nil' ||
      (expr.kind === 'name' && expr.func !== undefined)
    ) {
      now(expr);
      return;
    }
    const location = this.#flows.place(exprText(expr), false);
    const note = { text: exprText(expr), why: 'argument that is kept', pos: expr.pos };
    this.#flows.expr(noted(holeOf(location), note), expr);
    this.#flows.graph.flow(hole, location);
    this.#kept.push({ hole: record, location, expr });
  }

  /** Lets what is kept flow to the records: by value, or by reference where it is large. */
  captureArguments(): void {
    for (const { hole, location, expr } of this.#kept) {
      const isCopied = this.#flows.isCopied(location, sizeOf(expr.type));
      const to = isCopied ? hole : { ...hole, derefs: hole.derefs - 1, isAddress: true };
      this.#flows.graph.flow(
        noted(to, { text: exprText(expr), why: 'kept', pos: expr.pos }),
        location,
      );
    }
  }

  #call(
    results: readonly Hole[] | undefined,
    call: Call,
    evaluate: (hole: Hole, arg: Expr) => void,
  ): void {
    const flows = this.#flows;
    if (call.callee.kind === 'closure') flows.called.add(call.callee.func);
    const callee = calleeOf(call.callee, flows.func);
    // A closure that is called where it is written is walked here, so that its results are there.
    const isKnown = callee !== undefined && !flows.tags.has(callee);
    evaluate(flows.discarded(), call.callee);
    if (isKnown && results !== undefined) {
      for (const [i, hole] of results.entries()) {
        const result = callee.variables.results[i];
        if (result !== undefined) flows.graph.flow(hole, flows.locationOf(result));
      }
    }
    for (const [i, arg] of call.args.entries()) {
      const note = { text: exprText(call), why: 'argument of a call', pos: call.pos };
      evaluate(noted(this.#argument(results, callee, i), note), arg);
    }
  }

  /** Where an argument goes. */
  #argument(results: readonly Hole[] | undefined, callee: Func | undefined, index: number): Hole {
    const flows = this.#flows;
    if (callee === undefined) return flows.heap();
    const tags = flows.tags.get(callee);
    if (tags === undefined) {
      const param = callee.variables.params[index];
      const isUsed = param !== undefined && param.name !== '' && param.name !== '_';
      return isUsed ? holeOf(flows.locationOf(param)) : flows.discarded();
    }
    const leaks = tags[index] ?? LEAKS_ALL;
    const holes = leaks.heap === undefined ? [] : [dereferenced(flows.heap(), leaks.heap)];
    for (const [index, derefs] of leaks.results) {
      const result = results?.[index];
      if (result !== undefined) holes.push(dereferenced(result, derefs));
    }
    return flows.tee(holes);
  }
}

/**
 * Who is called, where that is certain: a function by its name, a closure that is written here, or a local of this function
 * that was declared with one of these and never changes.
 */
export function calleeOf(expr: Expr, func: Func): Func | undefined {
  if (expr.kind === 'closure') return expr.func;
  if (expr.kind !== 'name') return undefined;
  if (expr.func !== undefined) return expr.func;
  const { variable } = expr;
  if (variable === undefined || variable.func !== func || variable.role !== 'local')
    return undefined;
  return variable.isChanged || variable.init === undefined
    ? undefined
    : calleeOf(variable.init, func);
}
