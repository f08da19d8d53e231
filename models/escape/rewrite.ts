/** A copy of a program with some statements, expressions and functions replaced, or left out. */
import type { Expr, Func, Program, Stmt } from './syntax.ts';

export interface Rewriting {
  /** What stands instead of a statement: nothing, or several. Undefined where it stays. */
  readonly stmt?: (stmt: Stmt) => readonly Stmt[] | undefined;
  /** What stands instead of an expression; undefined where it stays. */
  readonly expr?: (expr: Expr) => Expr | undefined;
  /** Whether a function stays. */
  readonly func?: (func: Func) => boolean;
}

/** The copy is to be printed, and checked anew: what the checker filled in is that of the original. */
export function rewritten(program: Program, rewriting: Rewriting): Program {
  const funcs = program.funcs.filter((func) => rewriting.func?.(func) ?? true);
  const writer = new Rewriter(rewriting);
  return { ...program, funcs: funcs.map((func) => writer.func(func)) };
}

class Rewriter {
  readonly #rewriting: Rewriting;

  constructor(rewriting: Rewriting) {
    this.#rewriting = rewriting;
  }

  func(func: Func): Func {
    return { ...func, body: this.#body(func.body) };
  }

  #body(body: readonly Stmt[]): readonly Stmt[] {
    return body.flatMap((stmt) => {
      const instead = this.#rewriting.stmt?.(stmt) ?? [stmt];
      return instead.map((each) => this.#stmt(each));
    });
  }

  #stmt(stmt: Stmt): Stmt {
    switch (stmt.kind) {
      case 'declare':
      case 'return':
      case 'print':
        return { ...stmt, values: this.#exprs(stmt.values) };
      case 'assign':
        return { ...stmt, targets: this.#exprs(stmt.targets), values: this.#exprs(stmt.values) };
      case 'if':
        return {
          ...stmt,
          condition: this.#expr(stmt.condition),
          body: this.#body(stmt.body),
          otherwise: this.#body(stmt.otherwise),
        };
      case 'for':
        return {
          ...stmt,
          condition: stmt.condition && this.#expr(stmt.condition),
          body: this.#body(stmt.body),
        };
      case 'range':
        return { ...stmt, over: this.#expr(stmt.over), body: this.#body(stmt.body) };
      case 'block':
        return { ...stmt, body: this.#body(stmt.body) };
      case 'call':
      case 'defer':
      case 'go': {
        const call = this.#expr(stmt.call);
        return call.kind === 'call' ? { ...stmt, call } : stmt;
      }
    }
  }

  #exprs(exprs: readonly Expr[]): readonly Expr[] {
    return exprs.map((expr) => this.#expr(expr));
  }

  #expr(expr: Expr): Expr {
    return this.#rewriting.expr?.(expr) ?? this.#inside(expr);
  }

  /** The same expression, with what is in it rewritten. */
  #inside(expr: Expr): Expr {
    switch (expr.kind) {
      case 'number':
      case 'nil':
      case 'name':
      case 'new':
        return expr;
      case 'binary':
        return { ...expr, left: this.#expr(expr.left), right: this.#expr(expr.right) };
      case 'index':
        return { ...expr, of: this.#expr(expr.of), index: this.#expr(expr.index) };
      case 'slice':
        return {
          ...expr,
          of: this.#expr(expr.of),
          low: expr.low && this.#expr(expr.low),
          high: expr.high && this.#expr(expr.high),
        };
      case 'make':
        return {
          ...expr,
          length: this.#expr(expr.length),
          capacity: expr.capacity && this.#expr(expr.capacity),
        };
      case 'literal':
        return { ...expr, elements: this.#exprs(expr.elements) };
      case 'append':
        return { ...expr, to: this.#expr(expr.to), items: this.#exprs(expr.items) };
      case 'call':
        return { ...expr, callee: this.#expr(expr.callee), args: this.#exprs(expr.args) };
      case 'closure':
        return { ...expr, func: this.func(expr.func) };
      case 'convert':
      case 'assert':
        return { ...expr, value: this.#expr(expr.value) };
      case 'address':
      case 'deref':
      case 'select':
      case 'len':
      case 'cap':
        return { ...expr, of: this.#expr(expr.of) };
    }
  }
}
