/**
 * Making a program smaller that breaks something.
 *
 * A statement goes with all that speaks of what it declares; a function goes with its calls; a block and a call give way to what is
 * in them, and a variable to its value; an expression to a part of it, or to the simplest of its type. What is no program any more is passed over.
 */
import { BadInput } from '../base/errors.ts';
import { loadEscape } from '../../models/escape/load.ts';
import { printEscape } from '../../models/escape/print.ts';
import { rewritten } from '../../models/escape/rewrite.ts';
import type { Checked, Expr, Func, Program, Stmt, Variable } from '../../models/escape/syntax.ts';
import { INT, isSame } from '../../models/escape/types.ts';
import { exprsOf, partsOf, visitBody } from '../../models/escape/visit.ts';
import { withoutCalls } from './shrink-calls.ts';

export interface ShrunkEscape {
  readonly program: Checked;
  /** Programs that were tried. */
  readonly tries: number;
}

/** Programs that are tried at most. */
const TRIES_MAX = 5000;

/** The smallest that is come to from `program` by steps that all break the same. */
export function shrinkEscape(
  program: Checked,
  breaks: (smaller: Checked) => boolean,
): ShrunkEscape {
  let smallest = program;
  let tries = 0;
  for (let isDone = false; !isDone && tries < TRIES_MAX;) {
    isDone = true;
    for (const smaller of smallerEscapes(smallest)) {
      tries += 1;
      if (!breaks(smaller)) continue;
      smallest = smaller;
      isDone = false;
      break;
    }
  }
  return { program: smallest, tries };
}

/** Statements of a program, in all functions and blocks; `_ = x` is for the compiler, and is none. */
export function statementsOf(program: Program): readonly Stmt[] {
  const found: Stmt[] = [];
  for (const { body } of program.funcs) visitBody(body, { stmt: (stmt) => found.push(stmt) });
  return found.filter((stmt) => !isForCompiler(stmt));
}

function isForCompiler(stmt: Stmt): boolean {
  if (stmt.kind !== 'assign') return false;
  const [target] = stmt.targets;
  const [value] = stmt.values;
  return target?.kind === 'name' && target.name === '_' && value?.kind === 'name';
}

/** What may follow a program while it shrinks, the largest steps first. */
export function* smallerEscapes(program: Checked): Generator<Checked> {
  const size = sizeOf(program);
  for (const copy of copies(program)) {
    const text = printEscape(copy);
    const isSmaller = statementsOf(copy).length <= size.statements;
    const smaller = isSmaller ? loaded(text) : undefined;
    if (smaller !== undefined && isLess(sizeOf(smaller), size)) yield smaller;
  }
}

/** What makes one program smaller than another: statements, then the length of the text. */
interface Size {
  readonly statements: number;
  readonly length: number;
}

function sizeOf(program: Program): Size {
  return { statements: statementsOf(program).length, length: printEscape(program).length };
}

function isLess(a: Size, b: Size): boolean {
  return a.statements < b.statements || (a.statements === b.statements && a.length < b.length);
}

/** The program that a text is; undefined where it is none. */
function loaded(text: string): Checked | undefined {
  try {
    return loadEscape(text, 'a smaller program');
  } catch (error) {
    if (error instanceof BadInput) return undefined;
    throw error;
  }
}

function* copies(program: Checked): Generator<Program> {
  for (const func of program.funcs) {
    if (func !== program.main) yield without(program, [], [func]);
  }
  const stmts = statementsOf(program);
  for (let size = Math.floor(stmts.length / 2); size > 1; size = Math.floor(size / 2)) {
    for (let i = 0; i < stmts.length; i += size)
      yield without(program, stmts.slice(i, i + size), []);
  }
  for (const stmt of stmts) yield without(program, [stmt], []);
  for (const stmt of stmts) {
    const inside = insideOf(stmt);
    if (inside !== undefined)
      yield rewritten(program, { stmt: (each) => (each === stmt ? inside : undefined) });
  }
  yield* withoutCalls(program);
  yield* withoutVariables(program, stmts);
  yield* simpler(program);
  yield* withoutUnused(program);
}

/** Without some statements and functions, and without all that speaks of them. */
function without(program: Checked, stmts: readonly Stmt[], funcs: readonly Func[]): Program {
  const gone = new Set(stmts);
  const names = new Set<Variable>(
    stmts.flatMap((stmt) => (stmt.kind === 'declare' ? stmt.variables : [])),
  );
  const speaks = (expr: Expr): boolean =>
    (expr.kind === 'name' &&
      ((expr.variable !== undefined && names.has(expr.variable)) ||
        (expr.func !== undefined && funcs.includes(expr.func)))) ||
    partsOf(expr).some(speaks);
  return rewritten(program, {
    func: (func) => !funcs.includes(func),
    stmt: (stmt) => {
      if (!gone.has(stmt) && !exprsOf(stmt).some(speaks)) return undefined;
      if (stmt.kind === 'declare') for (const variable of stmt.variables) names.add(variable);
      return [];
    },
  });
}

function insideOf(stmt: Stmt): readonly Stmt[] | undefined {
  if (stmt.kind === 'if') return [...stmt.body, ...stmt.otherwise];
  if (stmt.kind === 'for') return stmt.init === undefined ? stmt.body : [stmt.init, ...stmt.body];
  if (stmt.kind === 'range') return [...firstElement(stmt), ...stmt.body];
  return stmt.kind === 'block' ? stmt.body : undefined;
}

/** The declaration of a range's element as the first one. */
function firstElement({ over, names, pos }: Extract<Stmt, { kind: 'range' }>): readonly Stmt[] {
  const element = names[1];
  const { type: list } = over;
  if (element === undefined || element.name === '_') return [];
  if (list.kind !== 'slice' && list.kind !== 'array') return [];
  const zero: Expr = { kind: 'number', pos, type: INT, value: 0 };
  const first: Expr = { kind: 'index', pos, type: list.of, of: over, index: zero };
  const declared = [{ ...element, type: list.of }];
  return [
    { kind: 'declare', pos, names: declared, isShort: false, values: [first], variables: [] },
  ];
}

/** With a variable's own value wherever the variable is named, or with a new object wherever its address is taken. */
function* withoutVariables(program: Checked, stmts: readonly Stmt[]): Generator<Program> {
  for (const stmt of stmts) {
    if (stmt.kind !== 'declare') continue;
    const [variable] = stmt.variables;
    const [value] = stmt.values;
    if (variable === undefined || value === undefined || stmt.names.length > 1) continue;
    yield rewritten(program, {
      stmt: (each) => (each === stmt ? [] : undefined),
      expr: (each) => (isOf(variable, each) ? value : undefined),
    });
    yield rewritten(program, {
      stmt: (each) => (each === stmt ? [] : undefined),
      expr: (each) => {
        if (each.kind !== 'address' || !isOf(variable, each.of)) return undefined;
        const { pos, type } = each;
        return { kind: 'new', pos, type, of: variable.type, site: undefined };
      },
    });
  }
}

function isOf(variable: Variable, expr: Expr): boolean {
  return expr.kind === 'name' && expr.variable === variable;
}

/** With an expression replaced by a part of it, or by the simplest of its type. */
function* simpler(program: Checked): Generator<Program> {
  const exprs: Expr[] = [];
  for (const { body } of program.funcs) visitBody(body, { expr: (expr) => exprs.push(expr) });
  for (const expr of exprs) {
    for (const instead of simplerThan(expr)) {
      yield rewritten(program, { expr: (each) => (each === expr ? instead : undefined) });
    }
  }
}

function simplerThan(expr: Expr): readonly Expr[] {
  if (expr.kind === 'number' || expr.kind === 'nil' || expr.kind === 'name') {
    return expr.kind === 'number' && expr.value > 1 ? [{ ...expr, value: 1 }] : [];
  }
  const parts = partsOf(expr).filter((part) => isSame(part.type, expr.type));
  const { pos, type } = expr;
  if (type === INT) return [{ kind: 'number', pos, type, value: 1 }, ...parts];
  const isNilable = ['pointer', 'slice', 'func', 'any'].includes(type.kind);
  return [...(isNilable ? [{ kind: 'nil', pos, type } as const] : []), ...parts];
}

/** Without globals and types that nothing speaks of, and without results and parameters of closures that nobody needs. */
function* withoutUnused(program: Checked): Generator<Program> {
  for (const global of program.globals) {
    yield { ...program, globals: program.globals.filter((each) => each !== global) };
  }
  for (const struct of program.structs) {
    yield { ...program, structs: program.structs.filter((each) => each !== struct) };
  }
  for (const func of program.funcs) {
    if (func.results.length > 0) yield withoutResults(program, func);
  }
  for (const func of program.funcs) {
    for (const i of func.params.keys()) yield withoutParam(program, func, i);
  }
}

/** A function that returns nothing, where nobody wants what it returns. */
function withoutResults(program: Checked, func: Func): Program {
  const bare = {
    ...rewritten(
      { ...program, funcs: [func] },
      {
        stmt: (stmt) => (stmt.kind === 'return' ? [] : undefined),
      },
    ),
  };
  const [body] = bare.funcs;
  const funcs = program.funcs.map((each) =>
    each === func && body ? { ...body, results: [] } : each,
  );
  return { ...program, funcs };
}

function withoutParam(program: Checked, func: Func, index: number): Program {
  const copy = rewritten(program, {
    expr: (expr) => {
      if (expr.kind !== 'call' || expr.callee.kind !== 'name' || expr.callee.func !== func)
        return undefined;
      return { ...expr, args: expr.args.filter((_, i) => i !== index) };
    },
  });
  const at = program.funcs.indexOf(func);
  const funcs = copy.funcs.map((each, i) =>
    i === at ? { ...each, params: each.params.filter((_, j) => j !== index) } : each,
  );
  return { ...copy, funcs };
}
