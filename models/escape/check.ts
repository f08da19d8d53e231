/**
 * What names stand for, whether types fit, and where objects are made.
 *
 * Go's rules, with two that are stricter: a value becomes an `any` only where `any(x)` is written, and a condition is not
 * constant, since the Go compiler leaves out what can never run.
 */
import { didYouMean } from '../../src/base/nearest.ts';
import { ExprChecker } from './check-expr.ts';
import { Scope } from './scope.ts';
import type { Checked, Func, Param, Pos, Program, Stmt, Variable } from './syntax.ts';
import { INT, NONE, isAssignable, typeText } from './types.ts';
import type { Type } from './types.ts';

/**
 * Fills in the tree of `program`, which must not have been checked before.
 *
 * @throws {BadInput} where it is no program of the language, with line and column
 */
export function checkEscape(program: Program, file: string): Checked {
  return new Checker(file).program(program);
}

class Checker {
  readonly #scope: Scope;
  readonly #exprs: ExprChecker;

  constructor(file: string) {
    this.#scope = new Scope(file);
    this.#exprs = new ExprChecker(this.#scope, (func, parent) => this.#func(func, parent));
  }

  program(program: Program): Checked {
    const scope = this.#scope;
    for (const { name, type, pos } of program.globals)
      scope.declare({ name, type, pos, role: 'global' });
    for (const func of program.funcs) scope.declareFunc(func);
    for (const func of program.funcs) this.#func(func, undefined);
    const main = program.funcs.find(({ name }) => name === 'main');
    if (main === undefined) {
      const names = program.funcs.map(({ name }) => name);
      throw scope.bad(`there is no func main to begin with${didYouMean('main', names)}`, NOWHERE);
    }
    if (main.params.length + main.results.length > 0)
      throw scope.bad('func main has no parameters and no results', main.pos);
    const { variables, sites } = scope;
    return { ...program, main, variables, sites };
  }

  #func(func: Func, parent: Func | undefined): void {
    const scope = this.#scope;
    func.parent = parent;
    scope.inside(func, () => {
      const declared = (params: readonly Param[], role: 'param' | 'result'): readonly Variable[] =>
        params.map((param, i) => {
          const name = param.name === '' && role === 'result' ? `~r${i}` : param.name;
          return scope.declare({ ...param, name, role });
        });
      func.variables.params = declared(func.params, 'param');
      func.variables.results = declared(func.results, 'result');
      this.#block(func.body, func);
    });
    if (func.results.length > 0 && !ends(func.body))
      throw scope.bad(
        `${func.name || 'the function'} has results, so it must end with a return`,
        func.pos,
      );
  }

  #block(body: readonly Stmt[], func: Func): void {
    this.#scope.within(() => {
      for (const [i, stmt] of body.entries()) {
        this.#stmt(stmt, func);
        const next = body[i + 1];
        if (next !== undefined && stmt.kind === 'return')
          throw this.#scope.bad('nothing may follow a return: it would never run', next.pos);
      }
    });
  }

  #stmt(stmt: Stmt, func: Func): void {
    const exprs = this.#exprs;
    switch (stmt.kind) {
      case 'declare':
        return this.#declare(stmt);
      case 'assign':
        return this.#assign(stmt);
      case 'if':
        exprs.condition(stmt.condition);
        this.#block(stmt.body, func);
        return this.#block(stmt.otherwise, func);
      case 'for':
        return this.#scope.within(() => {
          if (stmt.init !== undefined) this.#stmt(stmt.init, func);
          if (stmt.condition !== undefined) exprs.condition(stmt.condition);
          if (stmt.post !== undefined) this.#stmt(stmt.post, func);
          this.#block(stmt.body, func);
        });
      case 'range':
        return this.#range(stmt, func);
      case 'block':
        return this.#block(stmt.body, func);
      case 'return':
        return this.#return(stmt, func);
      case 'call':
        exprs.call(stmt.call);
        return undefined;
      case 'print':
        for (const value of stmt.values) exprs.expect(value, INT);
        return undefined;
      case 'defer':
      case 'go': {
        const type = exprs.call(stmt.call);
        const isBare = type.params.length + type.results.length === 0;
        if (!isBare) {
          const text = `${stmt.kind} of a call`;
          stmt.site = this.#scope.site({ kind: 'call record', pos: stmt.pos, text, type: NONE });
        }
        return undefined;
      }
    }
  }

  #declare(stmt: Extract<Stmt, { kind: 'declare' }>): void {
    const { names, values, isShort, pos } = stmt;
    const types = values.length === 0 ? undefined : this.#exprs.values(values, names.length, pos);
    stmt.variables = names.map(({ name, pos: at, type: said }, i) => {
      const given = types?.[i];
      const type = isShort ? (given as Type) : said;
      if (isShort && (type.kind === 'nil' || type.kind === 'bool'))
        throw this.#scope.bad(
          `${name} := needs a value of a type: say var ${name} and the type`,
          at,
        );
      if (given !== undefined) this.#insist(given, type, values[i]?.pos ?? pos);
      const init = values.length === names.length ? values[i] : undefined;
      return this.#scope.prepare({ name, type, pos: at, role: 'local', init });
    });
    for (const variable of stmt.variables) this.#scope.enter(variable);
  }

  #assign({ targets, values, op, pos }: Extract<Stmt, { kind: 'assign' }>): void {
    const wanted = targets.map((target) => this.#exprs.target(target, op === '+='));
    const given = this.#exprs.values(values, targets.length, pos);
    for (const [i, type] of wanted.entries()) {
      const from = given[i] as Type;
      if (op === '+=') this.#insist(type, INT, pos);
      if (type === undefined) {
        if (from.kind === 'nil' || from.kind === 'bool')
          throw this.#scope.bad('_ takes a value of a type', pos);
      } else this.#insist(from, type, values[i]?.pos ?? pos);
    }
  }

  #range(stmt: Extract<Stmt, { kind: 'range' }>, func: Func): void {
    const over = this.#exprs.value(stmt.over);
    if (over.kind !== 'slice' && over.kind !== 'array')
      throw this.#scope.bad(
        `range goes over a slice or an array, not over ${typeText(over)}`,
        stmt.pos,
      );
    this.#scope.within(() => {
      stmt.variables = stmt.names.map(({ name, pos }, i) =>
        name === '_'
          ? undefined
          : this.#scope.declare({ name, pos, role: 'local', type: i === 0 ? INT : over.of }),
      );
      this.#block(stmt.body, func);
    });
  }

  #return({ values, pos }: Extract<Stmt, { kind: 'return' }>, func: Func): void {
    const { results } = func;
    const isBare = values.length === 0 && results.every(({ name }) => name !== '');
    if (isBare) return;
    if (values.length !== results.length) {
      const wanted = `${results.length} value${results.length === 1 ? '' : 's'}`;
      throw this.#scope.bad(`the function returns ${wanted}, and not ${values.length}`, pos);
    }
    for (const [i, value] of values.entries()) this.#exprs.expect(value, results[i]?.type as Type);
  }

  #insist(from: Type | undefined, to: Type, pos: Pos): void {
    if (from !== undefined && isAssignable(from, to)) return;
    throw this.#scope.bad(
      `a value of type ${typeText(from ?? NONE)} where ${typeText(to)} is needed`,
      pos,
    );
  }
}

/** Where no place of the text is to blame. */
const NOWHERE: Pos = { line: 0, column: 0 };

/** Whether the end of a block is never reached. */
function ends(body: readonly Stmt[]): boolean {
  const last = body.at(-1);
  if (last === undefined) return false;
  if (last.kind === 'block') return ends(last.body);
  if (last.kind === 'if') return ends(last.body) && ends(last.otherwise);
  return last.kind === 'return';
}
