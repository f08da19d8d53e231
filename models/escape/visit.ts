/** Going through the parts of a program. */
import type { Expr, Func, Stmt } from './syntax.ts';

/** The expressions that stand in a statement itself, and not in a block below it. */
export function exprsOf(stmt: Stmt): readonly Expr[] {
  switch (stmt.kind) {
    case 'declare':
    case 'return':
    case 'print':
      return stmt.values;
    case 'assign':
      return [...stmt.targets, ...stmt.values];
    case 'if':
      return [stmt.condition];
    case 'for':
      return stmt.condition === undefined ? [] : [stmt.condition];
    case 'range':
      return [stmt.over];
    case 'call':
    case 'defer':
    case 'go':
      return [stmt.call];
    case 'block':
      return [];
  }
}

/** The blocks of a statement, with the parts of a loop's head. */
export function blocksOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  if (stmt.kind === 'if') return [stmt.body, stmt.otherwise];
  if (stmt.kind === 'for')
    return [[stmt.init, stmt.post].filter((part) => part !== undefined), stmt.body];
  return stmt.kind === 'range' || stmt.kind === 'block' ? [stmt.body] : [];
}

/** The expressions directly inside of one. */
export function partsOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case 'number':
    case 'nil':
    case 'name':
    case 'new':
    case 'closure':
      return [];
    case 'binary':
      return [expr.left, expr.right];
    case 'index':
      return [expr.of, expr.index];
    case 'slice':
      return [expr.of, expr.low, expr.high].filter((part) => part !== undefined);
    case 'make':
      return [expr.length, expr.capacity].filter((part) => part !== undefined);
    case 'literal':
      return expr.elements;
    case 'append':
      return [expr.to, ...expr.items];
    case 'call':
      return [expr.callee, ...expr.args];
    case 'convert':
    case 'assert':
      return [expr.value];
    case 'address':
    case 'deref':
    case 'select':
    case 'len':
    case 'cap':
      return [expr.of];
  }
}

/** Sees every statement of a block and every expression, those of closures inside of it too. */
export function visitBody(
  body: readonly Stmt[],
  see: { readonly stmt?: (stmt: Stmt) => void; readonly expr?: (expr: Expr) => void },
): void {
  const visitExpr = (expr: Expr): void => {
    see.expr?.(expr);
    for (const part of partsOf(expr)) visitExpr(part);
    if (expr.kind === 'closure') visitBody(expr.func.body, see);
  };
  for (const stmt of body) {
    see.stmt?.(stmt);
    for (const expr of exprsOf(stmt)) visitExpr(expr);
    for (const block of blocksOf(stmt)) visitBody(block, see);
  }
}

/** The functions whose names a function, or a closure in it, mentions. */
export function mentionsOf(func: Func): ReadonlySet<Func> {
  const found = new Set<Func>();
  visitBody(func.body, {
    expr: (expr) => {
      if (expr.kind === 'name' && expr.func !== undefined) found.add(expr.func);
    },
  });
  return found;
}
