/** Steps of the shrinker by which a call goes, and what the function does, or is given, stays. */
import { rewritten } from '../../models/escape/rewrite.ts';
import type { Call, Checked, Expr, Func, Program, Stmt } from '../../models/escape/syntax.ts';
import { exprsOf, partsOf, visitBody } from '../../models/escape/visit.ts';

/** Each call of a program with what its function does in its place; then those with parameters by their arguments alone. */
export function* withoutCalls(program: Checked): Generator<Program> {
  const stmts: Stmt[] = [];
  for (const { body } of program.funcs) visitBody(body, { stmt: (stmt) => stmts.push(stmt) });
  for (const stmt of stmts) {
    for (const call of exprsOf(stmt).flatMap(callsIn)) {
      const func = calledBy(call);
      const inlined = func === undefined ? undefined : inline(program, stmt, call, func);
      if (inlined !== undefined) yield inlined;
    }
  }
  for (const stmt of stmts) {
    if (stmt.kind !== 'call' && stmt.kind !== 'defer' && stmt.kind !== 'go') continue;
    const instead = stmt.call.args.map(discarded);
    if (instead.length > 0)
      yield rewritten(program, { stmt: (each) => (each === stmt ? instead : undefined) });
  }
}

/** What it does stands in front of the statement, and what it returns in the place of the call. A function goes with its call. */
function inline(program: Checked, stmt: Stmt, call: Call, func: Func): Program | undefined {
  const last = func.body.at(-1);
  const value = last?.kind === 'return' && last.values.length === 1 ? last.values[0] : undefined;
  const does = value === undefined ? func.body : func.body.slice(0, -1);
  const isWhole = 'call' in stmt && stmt.call === call;
  if (!isWhole && value === undefined) return undefined;
  const instead = isWhole ? does : [...does, stmt];
  return rewritten(program, {
    func: (each) => each !== func,
    stmt: (each) => (each === stmt ? instead : undefined),
    expr: (each) => (each === call ? value : undefined),
  });
}

/** The calls in an expression, without those in closures. */
function callsIn(expr: Expr): readonly Call[] {
  const inside = partsOf(expr).flatMap(callsIn);
  return expr.kind === 'call' ? [expr, ...inside] : inside;
}

function calledBy({ callee }: Call): Func | undefined {
  if (callee.kind === 'closure') return callee.func;
  return callee.kind === 'name' ? callee.func : undefined;
}

/** `_ = x`. */
function discarded(value: Expr): Stmt {
  const { pos, type } = value;
  const nothing: Expr = {
    kind: 'name',
    pos,
    type,
    name: '_',
    variable: undefined,
    func: undefined,
  };
  return { kind: 'assign', pos, targets: [nothing], values: [value], op: '=' };
}
