/** Types of expressions, and the sites in them. */
import { didYouMean } from '../../src/base/nearest.ts';
import { exprText } from './print.ts';
import type { Scope } from './scope.ts';
import type {
  Address,
  Call,
  Expr,
  Func,
  IndexExpr,
  Literal,
  Name,
  Pos,
  SiteKind,
} from './syntax.ts';
import {
  ANY,
  BOOL,
  INT,
  NIL,
  NONE,
  hasNil,
  isAssignable,
  isDirect,
  pointerTo,
  sliceOf,
  typeText,
} from './types.ts';
import type { FuncType, StructType, Type } from './types.ts';

/** An expression of one kind. */
type Of<K extends Expr['kind']> = Extract<Expr, { kind: K }>;

export class ExprChecker {
  readonly #scope: Scope;
  readonly #func: (func: Func, parent: Func) => void;
  /** Closures that each function has so far. */
  readonly #closures = new Map<Func, number>();

  constructor(scope: Scope, func: (func: Func, parent: Func) => void) {
    this.#scope = scope;
    this.#func = func;
  }

  /** The type of an expression that has one value. */
  value(expr: Expr): Type {
    const type = this.#typeOf(expr);
    if (type.kind === 'none') throw this.#bad(`${exprText(expr)} has not one value`, expr.pos);
    expr.type = type;
    return type;
  }

  expect(expr: Expr, wanted: Type): void {
    const type = this.value(expr);
    if (isAssignable(type, wanted)) return;
    const text = `${exprText(expr)} is ${typeText(type)}`;
    throw this.#bad(`${text} where ${typeText(wanted)} is needed${hint(type, wanted)}`, expr.pos);
  }

  /** The types of so many values: of one expression each, or of one call that has them all. */
  values(exprs: readonly Expr[], count: number, pos: Pos): readonly Type[] {
    const [only] = exprs;
    if (exprs.length === 1 && count > 1 && only?.kind === 'call') {
      const { results } = this.call(only);
      if (results.length === count) return results;
      throw this.#bad(`${count} names for ${results.length} results`, pos);
    }
    if (exprs.length !== count) throw this.#bad(`${count} names for ${exprs.length} values`, pos);
    return exprs.map((expr) => this.value(expr));
  }

  /** The type of what is assigned to; undefined for `_`. */
  target(expr: Expr, isRead: boolean): Type | undefined {
    if (expr.kind !== 'name') {
      const type = this.value(expr);
      if (!isAddressable(expr))
        throw this.#bad(`${exprText(expr)} cannot be assigned to`, expr.pos);
      return type;
    }
    if (expr.name === '_') return undefined;
    const type = this.#name(expr, isRead);
    if (expr.variable === undefined) throw this.#bad(`${expr.name} is a function`, expr.pos);
    expr.variable.isChanged = true;
    expr.type = type;
    return type;
  }

  condition(expr: Expr): void {
    if (this.value(expr).kind !== 'bool')
      throw this.#bad(`${exprText(expr)} is no condition: compare it`, expr.pos);
    const { left, right } = expr as Of<'binary'>;
    if (constantOf(left) !== undefined && constantOf(right) !== undefined)
      throw this.#bad(`${exprText(expr)} is constant: compare a variable`, expr.pos);
  }

  call(call: Call): FuncType {
    const type = this.value(call.callee);
    if (type.kind !== 'func')
      throw this.#bad(
        `${exprText(call.callee)} is ${typeText(type)}, which cannot be called`,
        call.pos,
      );
    const { params, results } = type;
    if (call.args.length !== params.length) {
      const count = `${params.length} argument${params.length === 1 ? '' : 's'}`;
      throw this.#bad(
        `${exprText(call.callee)} takes ${count}, and not ${call.args.length}`,
        call.pos,
      );
    }
    for (const [i, arg] of call.args.entries()) this.expect(arg, params[i] as Type);
    call.type = results.length === 1 ? (results[0] as Type) : NONE;
    return type;
  }

  #bad(problem: string, pos: Pos): Error {
    return this.#scope.bad(problem, pos);
  }

  #site(expr: Expr, kind: SiteKind, type: Type, elements?: number): ReturnType<Scope['site']> {
    return this.#scope.site({ kind, pos: expr.pos, text: exprText(expr), type, elements });
  }

  #typeOf(expr: Expr): Type {
    switch (expr.kind) {
      case 'number':
        return INT;
      case 'nil':
        return NIL;
      case 'name':
        return this.#name(expr, true);
      case 'address':
        return this.#address(expr);
      case 'deref': {
        const type = this.value(expr.of);
        if (type.kind === 'pointer') return type.of;
        throw this.#bad(`${exprText(expr.of)} is ${typeText(type)} and no pointer`, expr.pos);
      }
      case 'binary':
        return this.#binary(expr);
      case 'select':
        return this.#select(expr);
      case 'index':
        return this.#index(expr);
      case 'slice':
        return this.#slice(expr);
      case 'new':
        expr.site = this.#site(expr, 'new', expr.of);
        return pointerTo(expr.of);
      case 'make':
        return this.#make(expr);
      case 'literal':
        return this.#literal(expr);
      case 'append':
        return this.#append(expr);
      case 'call':
        this.call(expr);
        return expr.type;
      case 'closure':
        return this.#closure(expr);
      case 'convert':
        return this.#convert(expr);
      case 'assert':
        this.expect(expr.value, ANY);
        if (expr.to.kind !== 'any') return expr.to;
        throw this.#bad(`${exprText(expr.value)} is any already`, expr.pos);
      case 'len':
      case 'cap':
        this.#elements(expr.of, expr.pos);
        return INT;
    }
  }

  #name(expr: Name, isRead: boolean): Type {
    if (expr.name === '_') throw this.#bad('_ has no value', expr.pos);
    const meaning = this.#scope.find(expr.name, expr.pos);
    if (meaning.role === 'func') {
      expr.func = meaning.func;
      return funcType(meaning.func);
    }
    if (isRead) meaning.isUsed = true;
    expr.variable = meaning;
    return meaning.type;
  }

  #address(expr: Address): Type {
    const { of } = expr;
    const type = this.value(of);
    if (of.kind === 'literal' && type.kind !== 'slice') {
      expr.site = this.#site(expr, 'pointer literal', type);
      return pointerTo(type);
    }
    if (!isAddressable(of)) throw this.#bad(`${exprText(of)} has no address`, expr.pos);
    changeOuter(of);
    return pointerTo(type);
  }

  #binary({ op, left, right, pos }: Of<'binary'>): Type {
    if (left.kind === 'nil' || right.kind === 'nil') {
      const type = this.value(left.kind === 'nil' ? right : left);
      this.value(left.kind === 'nil' ? left : right);
      if (hasNil(type) && (op === '==' || op === '!=')) return BOOL;
      throw this.#bad(`${typeText(type)} ${op} nil has no meaning`, pos);
    }
    this.expect(left, INT);
    this.expect(right, INT);
    return op === '+' || op === '-' || op === '*' ? INT : BOOL;
  }

  #select({ of, field, pos }: Of<'select'>): Type {
    const type = this.value(of);
    const struct = type.kind === 'pointer' ? type.of : type;
    if (struct.kind !== 'struct')
      throw this.#bad(`${exprText(of)} is ${typeText(type)}, which has no fields`, pos);
    return this.#field(struct, field, pos);
  }

  #field({ name, fields }: StructType, field: string, pos: Pos): Type {
    const found = fields.find((each) => each.name === field);
    if (found !== undefined) return found.type;
    const near = didYouMean(
      field,
      fields.map((each) => each.name),
    );
    throw this.#bad(`${name} has no field ${field}${near}`, pos);
  }

  #index({ of, index, pos }: IndexExpr): Type {
    const elements = this.#elements(of, pos);
    this.expect(index, INT);
    const constant = constantOf(index);
    if (of.type.kind === 'array' && constant !== undefined && constant >= of.type.length)
      throw this.#bad(`${typeText(of.type)} has no element ${constant}`, pos);
    return elements;
  }

  /** The type of the elements of a slice or an array. */
  #elements(of: Expr, pos: Pos): Type {
    const type = this.value(of);
    if (type.kind === 'slice' || type.kind === 'array') return type.of;
    throw this.#bad(`${exprText(of)} is ${typeText(type)}, and no slice or array`, pos);
  }

  #slice({ of, low, high, pos }: Of<'slice'>): Type {
    const elements = this.#elements(of, pos);
    for (const bound of [low, high]) if (bound !== undefined) this.expect(bound, INT);
    if (of.type.kind === 'array') {
      if (!isAddressable(of)) throw this.#bad(`${exprText(of)} has no address to be sliced`, pos);
      changeOuter(of);
    }
    return sliceOf(elements);
  }

  #make(expr: Of<'make'>): Type {
    if (expr.of.kind !== 'slice')
      throw this.#bad(`make makes slices, not ${typeText(expr.of)}`, expr.pos);
    this.expect(expr.length, INT);
    if (expr.capacity !== undefined) this.expect(expr.capacity, INT);
    const length = constantOf(expr.length);
    const elements = expr.capacity === undefined ? length : constantOf(expr.capacity);
    if (length !== undefined && elements !== undefined && length > elements)
      throw this.#bad('the length is more than the capacity', expr.pos);
    expr.site = this.#site(expr, 'make', expr.of.of, elements);
    return expr.of;
  }

  #literal(expr: Literal): Type {
    const { of, elements, pos } = expr;
    if (of.kind === 'struct') {
      if (elements.length !== 0 && elements.length !== of.fields.length)
        throw this.#bad(
          `${of.name} has ${of.fields.length} fields, and not ${elements.length}`,
          pos,
        );
      for (const [i, element] of elements.entries())
        this.expect(element, of.fields[i]?.type as Type);
      return of;
    }
    if (of.kind !== 'slice' && of.kind !== 'array')
      throw this.#bad(`there are no literals of type ${typeText(of)}`, pos);
    if (of.kind === 'array' && elements.length > of.length)
      throw this.#bad(`${typeText(of)} has no room for ${elements.length} elements`, pos);
    for (const element of elements) this.expect(element, of.of);
    if (of.kind === 'slice') {
      const { length } = elements;
      expr.site = this.#site(expr, 'literal', { kind: 'array', length, of: of.of });
    }
    return of;
  }

  #append({ to, items, pos }: Of<'append'>): Type {
    const type = this.value(to);
    if (type.kind !== 'slice') throw this.#bad(`append needs a slice, not ${typeText(type)}`, pos);
    for (const item of items) this.expect(item, type.of);
    return type;
  }

  #closure(expr: Of<'closure'>): Type {
    const { func } = expr;
    const { func: parent } = this.#scope;
    this.#closures.set(parent, (this.#closures.get(parent) ?? 0) + 1);
    func.name = `${parent.name}.func${this.#closures.get(parent)}`;
    expr.site = this.#site(expr, 'closure', NONE);
    this.#func(func, parent);
    return funcType(func);
  }

  #convert(expr: Of<'convert'>): Type {
    const type = this.value(expr.value);
    if (type.kind === 'any' || type.kind === 'nil' || type.kind === 'bool')
      throw this.#bad(
        `${exprText(expr.value)} is ${typeText(type)}: any(x) is of another type`,
        expr.pos,
      );
    if (!isDirect(type)) expr.site = this.#site(expr, 'boxed', type);
    return ANY;
  }
}

function funcType({ params, results }: Func): FuncType {
  return {
    kind: 'func',
    params: params.map(({ type }) => type),
    results: results.map(({ type }) => type),
  };
}

function hint(from: Type, to: Type): string {
  return to.kind === 'any'
    ? `\nwrite any(…) around it`
    : from.kind === 'any'
      ? `\nwrite .(${typeText(to)})`
      : '';
}

/** Whether an expression names a variable or a part of one. */
export function isAddressable(expr: Expr): boolean {
  if (expr.kind === 'name') return expr.variable !== undefined;
  if (expr.kind === 'select') return expr.of.type.kind === 'pointer' || isAddressable(expr.of);
  if (expr.kind === 'index') return expr.of.type.kind === 'slice' || isAddressable(expr.of);
  return expr.kind === 'deref';
}

/** The variable of which `expr` is a part has its address taken. */
function changeOuter(expr: Expr): void {
  if (expr.kind === 'name' && expr.variable !== undefined) expr.variable.isChanged = true;
  else if (expr.kind === 'select' && expr.of.type.kind !== 'pointer') changeOuter(expr.of);
  else if (expr.kind === 'index' && expr.of.type.kind === 'array') changeOuter(expr.of);
}

/** The value of an expression that is constant. */
function constantOf(expr: Expr): number | undefined {
  if (expr.kind === 'number') return expr.value;
  if (expr.kind !== 'binary') return undefined;
  const left = constantOf(expr.left);
  const right = constantOf(expr.right);
  if (left === undefined || right === undefined) return undefined;
  if (expr.op === '+') return left + right;
  if (expr.op === '-') return left - right;
  return expr.op === '*' ? left * right : undefined;
}
