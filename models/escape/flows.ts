/**
 * Programs as flows: each expression and each statement of some functions, as edges of one graph.
 *
 * No order of statements, no path through them and no caller is told apart.
 *
 * Source: Go 1.19 cmd/compile/internal/escape/expr.go, stmt.go, assign.go.
 */
import { CallFlows } from './call-flows.ts';
import { addressed, dereferenced, holeOf, noted } from './graph.ts';
import type { FlowGraph, Hole, Location } from './graph.ts';
import { exprText } from './print.ts';
import { isSelfAssignment } from './self-assign.ts';
import type { Closure, Expr, Func, Literal, Pos, Site, Stmt, Variable } from './syntax.ts';
import type { Leaks } from './tags.ts';
import { hasPointers, isDirect, sizeOf } from './types.ts';

/** Bytes of the largest variable that a closure has a copy of. */
const BY_VALUE_MAX = 128;

/** A closure, with the hole of its own object. */
interface Captor {
  readonly hole: Hole;
  readonly captures: readonly Variable[];
  readonly func: Func;
}

/** What of a closure's variables it has a copy of; the others it has the addresses of. */
export type Copies = ReadonlyMap<Func, ReadonlySet<Variable>>;

export class Flows {
  readonly graph: FlowGraph;
  /** Functions that were walked: those that it was asked for, and the closures in them. */
  readonly walked: Func[] = [];
  /** Closures that are called where they are written. */
  readonly called = new Set<Func>();
  /** Tags of the functions that were analysed before; those that are analysed now have none. */
  readonly tags: ReadonlyMap<Func, readonly Leaks[]>;
  readonly #calls: CallFlows;
  readonly #locations = new Map<Variable, Location>();
  readonly #captors: Captor[] = [];
  #func: Func | undefined;
  #loopDepth = 1;

  constructor(graph: FlowGraph, tags: ReadonlyMap<Func, readonly Leaks[]>) {
    this.graph = graph;
    this.tags = tags;
    this.#calls = new CallFlows(this);
  }

  get func(): Func {
    return this.#func as Func;
  }

  get loopDepth(): number {
    return this.#loopDepth;
  }

  /** Makes the locations of a function's parameters and results: before any function is walked that calls it. */
  prepare(func: Func): void {
    for (const variable of [...func.variables.params, ...func.variables.results]) {
      this.#declare(variable, func, 1);
    }
  }

  walk(func: Func): void {
    const before = { func: this.#func, loopDepth: this.#loopDepth };
    this.#func = func;
    this.#loopDepth = 1;
    this.walked.push(func);
    this.#block(func.body);
    this.#func = before.func;
    this.#loopDepth = before.loopDepth;
  }

  /**
   * Lets what closures capture flow to them: when all is walked, so that it is known what is assigned again.
   *
   * @source go1.19 cmd/compile/internal/escape/escape.go flowClosure
   */
  capture(): Copies {
    const copies = new Map<Func, Set<Variable>>();
    for (const { hole, captures, func } of this.#captors) {
      const copied = new Set<Variable>();
      copies.set(func, copied);
      for (const variable of captures) {
        const location = this.locationOf(variable);
        const isCopied = this.isCopied(location, sizeOf(variable.type));
        if (isCopied) copied.add(variable);
        const why = isCopied ? 'captured by value' : 'captured by reference';
        const to = isCopied ? hole : addressed(hole);
        this.graph.flow(noted(to, { text: variable.name, why, pos: func.pos }), location);
      }
    }
    this.#calls.captureArguments();
    return copies;
  }

  /** Whether a closure has a copy of a variable of so many bytes. */
  isCopied({ isAddressTaken, isReassigned }: Location, size: number): boolean {
    return !isAddressTaken && !isReassigned && size <= BY_VALUE_MAX;
  }

  locationOf(variable: Variable): Location {
    return this.#locations.get(variable) as Location;
  }

  /** An unnamed place that values pass through, or the object of a site. */
  place(name: string, isTransient: boolean, site?: Site): Location {
    const { func, loopDepth } = this;
    return this.graph.add({ name, func, loopDepth, isTransient, site });
  }

  /** A hole of which each value goes into all of `holes`. */
  tee(holes: readonly Hole[]): Hole {
    const [first] = holes;
    if (first === undefined) return this.discarded();
    if (holes.length === 1) return first;
    const place = this.place('a temporary', true);
    for (const hole of holes) this.graph.flow(hole, place);
    return holeOf(place);
  }

  discarded(): Hole {
    return holeOf(this.graph.blank);
  }

  heap(): Hole {
    return holeOf(this.graph.heap);
  }

  /** The address of a new object goes into the hole: the hole of what is stored in the object. */
  spill(hole: Hole, site: Site): Hole {
    const location = this.place(site.text, true, site);
    const note = { text: site.text, why: 'the address of the object', pos: site.pos };
    this.graph.flow(noted(addressed(hole), note), location);
    return holeOf(location);
  }

  #declare(variable: Variable, func: Func, loopDepth: number): Location {
    const { name, site } = variable;
    const location = this.graph.add({ name, func, variable, site, loopDepth, isTransient: false });
    this.#locations.set(variable, location);
    return location;
  }

  /** The value of an expression goes into the hole. */
  expr(hole: Hole, expr: Expr): void {
    const isPlain = hole.derefs >= 0 && expr.type.kind !== 'nil' && !hasPointers(expr.type);
    const to = isPlain && expr.type.kind !== 'none' ? { ...hole, to: this.graph.blank } : hole;
    const note = (why: string): Hole => noted(to, { text: exprText(expr), why, pos: expr.pos });
    switch (expr.kind) {
      case 'number':
      case 'nil':
        return undefined;
      case 'name':
        if (expr.variable?.func !== undefined) this.graph.flow(to, this.locationOf(expr.variable));
        return undefined;
      case 'address':
        return this.#address(to, expr);
      case 'deref':
        return this.expr(dereferenced(note('what it points to')), expr.of);
      case 'binary':
        this.discard(expr.left);
        return this.discard(expr.right);
      case 'select': {
        const isThrough = expr.of.type.kind === 'pointer';
        return this.expr(
          isThrough ? dereferenced(note('field behind a pointer')) : note('field'),
          expr.of,
        );
      }
      case 'index': {
        const isThrough = expr.of.type.kind === 'slice';
        this.expr(isThrough ? dereferenced(note('element of a slice')) : note('element'), expr.of);
        return this.discard(expr.index);
      }
      case 'slice': {
        const isArray = expr.of.type.kind === 'array';
        this.expr(isArray ? addressed(note('slice of an array')) : note('slice'), expr.of);
        for (const bound of [expr.low, expr.high]) if (bound !== undefined) this.discard(bound);
        return undefined;
      }
      case 'len':
      case 'cap':
        return this.discard(expr.of);
      case 'convert': {
        const inside = expr.site === undefined ? to : this.spill(to, expr.site);
        const why = 'converted to an interface';
        return this.expr(noted(inside, { text: exprText(expr), why, pos: expr.pos }), expr.value);
      }
      case 'assert': {
        const inside = isDirect(expr.to) ? to : dereferenced(to);
        const why = 'taken out of an interface';
        return this.expr(noted(inside, { text: exprText(expr), why, pos: expr.pos }), expr.value);
      }
      case 'append':
        return this.#append(to, expr.to, expr.items);
      case 'call':
        return this.#calls.call([to], expr);
      case 'new':
        this.spill(to, expr.site as Site);
        return undefined;
      case 'make':
        this.spill(to, expr.site as Site);
        this.discard(expr.length);
        if (expr.capacity !== undefined) this.discard(expr.capacity);
        return undefined;
      case 'literal':
        return this.#literal(to, expr);
      case 'closure':
        return this.#closure(to, expr);
    }
  }

  discard(expr: Expr): void {
    this.expr(this.discarded(), expr);
  }

  #address(hole: Hole, { of, site, pos }: Extract<Expr, { kind: 'address' }>): void {
    if (site !== undefined) return this.expr(this.spill(hole, site), of);
    return this.expr(noted(addressed(hole), { text: `&${exprText(of)}`, why: 'address', pos }), of);
  }

  /** There may be room, and then the slice itself is the result; else its elements are copied to the heap. */
  #append(hole: Hole, to: Expr, items: readonly Expr[]): void {
    const elements = to.type.kind === 'slice' ? to.type.of : to.type;
    const copied = noted(dereferenced(this.heap()), {
      text: exprText(to),
      why: 'elements of a slice that is appended to',
      pos: to.pos,
    });
    this.expr(hasPointers(elements) ? this.tee([hole, copied]) : hole, to);
    for (const item of items) {
      this.expr(noted(this.heap(), { text: exprText(item), why: 'appended', pos: item.pos }), item);
    }
  }

  #literal(hole: Hole, { elements, site, of, pos }: Literal): void {
    const inside = site === undefined ? hole : this.spill(hole, site);
    const why = of.kind === 'struct' ? 'field of a literal' : 'element of a literal';
    for (const element of elements)
      this.expr(noted(inside, { text: exprText(element), why, pos }), element);
  }

  #closure(hole: Hole, { func, site }: Closure): void {
    const inside = this.spill(hole, site as Site);
    this.#captors.push({ hole: inside, captures: func.captures, func });
    for (const variable of func.captures) {
      const location = this.locationOf(variable);
      if (location.isCaptured) continue;
      location.isCaptured = true;
      // What was assigned in front of the first closure, and outside of further loops, is not seen by any.
      if (location.loopDepth === this.loopDepth) location.isReassigned = false;
    }
    this.prepare(func);
    this.walk(func);
  }

  /** Where what is stored goes: a variable, or the heap. */
  #target(expr: Expr): Hole {
    // Nobody knows where a pointer points, and a global is there for ever.
    const unknown = this.heap();
    if (expr.kind === 'name') {
      if (expr.name === '_') return this.discarded();
      return expr.variable?.func === undefined
        ? this.heap()
        : holeOf(this.locationOf(expr.variable));
    }
    if (expr.kind === 'select' && expr.of.type.kind !== 'pointer') return this.#target(expr.of);
    if (expr.kind === 'index' && expr.of.type.kind === 'array') {
      this.discard(expr.index);
      return this.#target(expr.of);
    }
    this.discard(expr);
    return unknown;
  }

  #block(body: readonly Stmt[]): void {
    for (const stmt of body) this.stmt(stmt);
  }

  stmt(stmt: Stmt): void {
    switch (stmt.kind) {
      case 'declare':
        return this.#declaration(stmt);
      case 'assign':
        return this.#assign(stmt);
      case 'if':
        this.discard(stmt.condition);
        this.#block(stmt.body);
        return this.#block(stmt.otherwise);
      case 'for':
        if (stmt.init !== undefined) this.stmt(stmt.init);
        this.#loopDepth += 1;
        if (stmt.condition !== undefined) this.discard(stmt.condition);
        if (stmt.post !== undefined) this.stmt(stmt.post);
        this.#block(stmt.body);
        this.#loopDepth -= 1;
        return undefined;
      case 'range':
        return this.#range(stmt);
      case 'block':
        return this.#block(stmt.body);
      case 'return':
        return this.#return(stmt.values, stmt.pos);
      case 'call':
        return this.#calls.call(undefined, stmt.call);
      case 'print':
        for (const value of stmt.values) this.discard(value);
        return undefined;
      case 'defer':
      case 'go':
        return this.#calls.later(stmt);
    }
  }

  #declaration({ variables, values, names, pos }: Extract<Stmt, { kind: 'declare' }>): void {
    const holes = variables.map((variable) =>
      holeOf(this.#declare(variable, this.func, this.loopDepth)),
    );
    const [first] = values;
    if (values.length < names.length && first?.kind === 'call')
      return this.#calls.call(holes, first);
    for (const [i, hole] of holes.entries()) {
      const value = values[i];
      if (value === undefined) continue;
      const text = `${names[i]?.name} := ${exprText(value)}`;
      this.expr(noted(hole, { text, why: 'declaration', pos }), value);
    }
    return undefined;
  }

  #assign({ targets, values, op, pos }: Extract<Stmt, { kind: 'assign' }>): void {
    const holes = targets.map((target) => this.#target(target));
    const [first] = values;
    if (values.length < targets.length && first?.kind === 'call') this.#calls.call(holes, first);
    else {
      for (const [i, hole] of holes.entries()) {
        const target = targets[i] as Expr;
        const value = values[i] as Expr;
        const text = `${exprText(target)} ${op} ${exprText(value)}`;
        const to = isSelfAssignment(target, value) ? this.discarded() : hole;
        this.expr(noted(to, { text, why: 'assignment', pos }), value);
      }
    }
    for (const { to } of holes) to.isReassigned = true;
  }

  #range({ over, variables, body, pos }: Extract<Stmt, { kind: 'range' }>): void {
    const place = this.place('what is ranged over', false);
    this.expr(holeOf(place), over);
    // They are the same in each iteration, so they are declared outside of the loop.
    const [, element] = variables.map((variable) =>
      variable === undefined ? undefined : this.#declare(variable, this.func, this.loopDepth),
    );
    this.#loopDepth += 1;
    for (const variable of variables)
      if (variable !== undefined) this.locationOf(variable).isReassigned = true;
    if (element !== undefined) {
      const hole = noted(holeOf(element), { text: exprText(over), why: 'range', pos });
      this.graph.flow(over.type.kind === 'array' ? hole : dereferenced(hole), place);
    }
    this.#block(body);
    this.#loopDepth -= 1;
  }

  #return(values: readonly Expr[], pos: Pos): void {
    for (const [i, value] of values.entries()) {
      const result = this.func.variables.results[i] as Variable;
      const note = { text: `return ${exprText(value)}`, why: 'return', pos };
      this.expr(noted(holeOf(this.locationOf(result)), note), value);
    }
    for (const result of this.func.variables.results) this.locationOf(result).isReassigned = true;
  }
}
