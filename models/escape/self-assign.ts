/**
 * Assignments that put nothing into an object that was not in it before: `t.p = t.q`, `b.s = b.s[1:]`. They are no flows.
 *
 * @source go1.19 cmd/compile/internal/escape/utils.go isSelfAssign, isSliceSelfAssign
 */
import type { Expr } from './syntax.ts';
import { isSame } from './types.ts';
import { partsOf } from './visit.ts';

export function isSelfAssignment(target: Expr, value: Expr): boolean {
  if (isSliceOfSelf(target, value)) return true;
  if (target.kind === 'select' && value.kind === 'select') {
    const isThrough = target.of.type.kind === 'pointer';
    return isThrough === (value.of.type.kind === 'pointer') && isSameSafe(target.of, value.of);
  }
  if (target.kind !== 'index' || value.kind !== 'index') return false;
  if (mayAct(target.index) || mayAct(value.index)) return false;
  return isSameSafe(target.of, value.of);
}

/** `p.s = p.t[i:j]`, `*p = (*p)[i:j]`, but not of an array in the object itself. */
function isSliceOfSelf(target: Expr, value: Expr): boolean {
  const base = pointerOf(target);
  if (base === undefined || value.kind !== 'slice' || value.of.type.kind === 'array') return false;
  const other = pointerOf(value.of);
  return other !== undefined && isSameSafe(base, other);
}

/** The name of the pointer that is followed. */
function pointerOf(expr: Expr): Expr | undefined {
  const isFollowed =
    expr.kind === 'deref' || (expr.kind === 'select' && expr.of.type.kind === 'pointer');
  return isFollowed && expr.of.kind === 'name' ? expr.of : undefined;
}

/** Whether both are the same, and evaluating them does nothing. */
function isSameSafe(a: Expr, b: Expr): boolean {
  if (a.kind !== b.kind || !isSame(a.type, b.type)) return false;
  if (a.kind === 'name' && b.kind === 'name')
    return a.variable !== undefined && a.variable === b.variable;
  if (a.kind === 'select' && b.kind === 'select')
    return a.field === b.field && isSameSafe(a.of, b.of);
  if (a.kind === 'deref' && b.kind === 'deref') return isSameSafe(a.of, b.of);
  if (a.kind === 'number' && b.kind === 'number') return a.value === b.value;
  if (a.kind === 'index' && b.kind === 'index')
    return isSameSafe(a.of, b.of) && isSameSafe(a.index, b.index);
  if (a.kind === 'binary' && b.kind === 'binary') {
    return a.op === b.op && isSameSafe(a.left, b.left) && isSameSafe(a.right, b.right);
  }
  return false;
}

/** What changes no memory, if what is in it does not. */
const QUIET: readonly Expr['kind'][] = [
  'name',
  'number',
  'nil',
  'binary',
  'index',
  'select',
  'deref',
  'len',
  'cap',
];

/** Whether evaluating an index may change memory. */
function mayAct(expr: Expr): boolean {
  return !QUIET.includes(expr.kind) || partsOf(expr).some(mayAct);
}
