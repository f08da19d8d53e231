/** The same program with a flow more: an assignment between variables that are in scope, where it changes nothing else. */
import { Prng } from '../base/prng.ts';
import { loadEscape } from '../../models/escape/load.ts';
import { exprText, printEscape } from '../../models/escape/print.ts';
import { rewritten } from '../../models/escape/rewrite.ts';
import type { Checked, Expr, Stmt, Variable } from '../../models/escape/syntax.ts';
import { INT, isSame } from '../../models/escape/types.ts';
import type { Type } from '../../models/escape/types.ts';
import { blocksOf, visitBody } from '../../models/escape/visit.ts';

/** A program with an assignment more than another. It has the same sites, in the same order. */
export interface WithFlow {
  readonly program: Checked;
  /** The assignment. */
  readonly added: string;
}

/** Tries to find two variables that one can be assigned to the other. */
const TRIES = 8;

/** @returns undefined where no place for an assignment was found */
export function withFlow(program: Checked, seed: number): WithFlow | undefined {
  const prng = new Prng(seed);
  const places = placesOf(program);
  if (places.length === 0) return undefined;
  for (let tries = 0; tries < TRIES; tries += 1) {
    const place = prng.pick(places);
    if (place.scope.length === 0) continue;
    const to = prng.pick(place.scope);
    const pairs = place.scope.flatMap((from) => assignments(to, from));
    if (pairs.length === 0) continue;
    const [target, value] = prng.pick(pairs);
    const pos = { line: 0, column: 0 };
    const stmt: Stmt = { kind: 'assign', pos, targets: [target], values: [value], op: '=' };
    const copy = rewritten(program, {
      stmt: (each) => (each === place.before ? [stmt, each] : undefined),
    });
    const added = `${exprText(target)} = ${exprText(value)}`;
    return { program: loadEscape(printEscape(copy), 'with a flow more'), added };
  }
  return undefined;
}

interface Place {
  readonly before: Stmt;
  readonly scope: readonly Variable[];
}

/** In front of each statement, with the variables that are in scope there. */
function placesOf({ funcs, variables }: Checked): readonly Place[] {
  const globals = variables.filter(({ func }) => func === undefined);
  const places: Place[] = [];
  const visit = (body: readonly Stmt[], outer: readonly Variable[]): void => {
    const scope = [...outer];
    for (const before of body) {
      places.push({ before, scope: visible(scope) });
      for (const func of closuresOf(before)) visit(func.body, [...scope, ...paramsOf(func)]);
      const head =
        before.kind === 'for' && before.init?.kind === 'declare' ? before.init.variables : [];
      const own =
        before.kind === 'range' ? before.variables.filter((each) => each !== undefined) : head;
      const blocks = before.kind === 'for' ? [before.body] : blocksOf(before);
      for (const block of blocks) visit(block, [...scope, ...own]);
      if (before.kind === 'declare') scope.push(...before.variables);
    }
  };
  for (const func of funcs) visit(func.body, [...globals, ...paramsOf(func)]);
  return places;
}

function paramsOf(func: Checked['main']): readonly Variable[] {
  const { params, results } = func.variables;
  return [...params, ...results].filter(({ name }) => /^[A-Za-z]/.test(name));
}

/** The closures that stand in a statement itself. */
function closuresOf(stmt: Stmt): readonly Checked['main'][] {
  const found: Checked['main'][] = [];
  const isNested = blocksOf(stmt).length > 0;
  if (isNested) return found;
  visitBody([stmt], {
    expr: (expr) => {
      if (expr.kind === 'closure') found.push(expr.func);
    },
  });
  // One inside of another is visited with that one.
  return found.filter(({ parent }) => parent === undefined || !found.includes(parent));
}

/** Those that no later one hides. */
function visible(scope: readonly Variable[]): readonly Variable[] {
  return [...new Map(scope.map((variable) => [variable.name, variable])).values()];
}

/** Assignments that have types: `to = from`, `to = &from`, `*to = from`, `to = *from`. */
function assignments(to: Variable, from: Variable): readonly (readonly [Expr, Expr])[] {
  if (to === from) return [];
  const found: (readonly [Expr, Expr])[] = [];
  const [a, b] = [nameOf(to), nameOf(from)];
  const isPointerTo = (type: Type, of: Type): boolean =>
    type.kind === 'pointer' && isSame(type.of, of);
  if (isSame(to.type, from.type) && to.type !== INT) found.push([a, b]);
  if (isPointerTo(to.type, from.type)) found.push([a, unary('address', b)], [unary('deref', a), b]);
  if (isPointerTo(from.type, to.type) && to.type !== INT) found.push([a, unary('deref', b)]);
  return found;
}

function nameOf(variable: Variable): Expr {
  const { name, type, pos } = variable;
  return { kind: 'name', name, type, pos, variable, func: undefined };
}

function unary(kind: 'address' | 'deref', of: Expr): Expr {
  const { pos, type } = of;
  return kind === 'deref' ? { kind, pos, type, of } : { kind, pos, type, of, site: undefined };
}
