/**
 * Programs of the small language, as trees.
 *
 * The language is a part of Go, and its text is Go: functions, closures, pointers, structs, arrays, slices, `any`, `if`,
 * `for`, `defer`, `go`. The parser makes a tree (parse.ts); the checker fills in what names stand for, the types, and the
 * sites, which are the places that make an object (check.ts).
 */
import type { StructType, Type } from './types.ts';

/** Line and column count from 1. */
export interface Pos {
  readonly line: number;
  readonly column: number;
}

/** What kind of object a place makes. */
export type SiteKind =
  | 'variable'
  | 'new'
  | 'make'
  | 'literal'
  /** `&T{…}`. */
  | 'pointer literal'
  | 'closure'
  /** The copy that an interface points to. */
  | 'boxed'
  /** What a deferred or started call keeps of its callee and arguments. */
  | 'call record';

/** A place of a program where an object is made: on the stack or on the heap, as is decided. */
export interface Site {
  /** Index among the program's sites, in the order of the text. */
  readonly id: number;
  readonly kind: SiteKind;
  readonly pos: Pos;
  /** As it is written, shortened: `x`, `new(int)`, `func literal`. */
  readonly text: string;
  /** Of the object; of a slice's object the elements' array where its size is known. */
  readonly type: Type;
  /** The function in whose frame it would be. */
  readonly func: Func;
  /** Whether it is a parameter or a result: passed on the stack, whatever its size. */
  readonly isPassed: boolean;
  /** Elements of a `make`; undefined where they are not constant. */
  readonly elements: number | undefined;
}

export interface Variable {
  readonly name: string;
  readonly type: Type;
  readonly pos: Pos;
  readonly role: 'local' | 'param' | 'result' | 'global';
  /** Undefined for a global. */
  readonly func: Func | undefined;
  /** Undefined for a global. */
  readonly site: Site | undefined;
  /** What it is declared with, where that is one expression of its own. */
  readonly init: Expr | undefined;
  /** Whether its value may ever be another than `init`: it is assigned again, or its address is taken. */
  isChanged: boolean;
  /** Whether anything reads it: Go refuses a local that nothing does. */
  isUsed: boolean;
}

export interface Func {
  /** Of a closure, filled by the checker: the name of the function around it and a number, `main.func1`. */
  name: string;
  readonly pos: Pos;
  readonly params: readonly Param[];
  readonly results: readonly Param[];
  readonly body: readonly Stmt[];
  /** Filled by the checker. */
  parent: Func | undefined;
  readonly captures: Variable[];
  readonly variables: { params: readonly Variable[]; results: readonly Variable[] };
}

/** A parameter or a result; its name is empty where it has none. */
export interface Param {
  readonly name: string;
  readonly type: Type;
  readonly pos: Pos;
}

/** What every expression has. */
interface Node {
  readonly pos: Pos;
  /** Filled by the checker. */
  type: Type;
}

export interface Name extends Node {
  readonly kind: 'name';
  readonly name: string;
  /** Filled by the checker: one of the two. `_` has neither. */
  variable: Variable | undefined;
  func: Func | undefined;
}

export interface Call extends Node {
  readonly kind: 'call';
  readonly callee: Expr;
  readonly args: readonly Expr[];
}

export interface Closure extends Node, Allocating {
  readonly kind: 'closure';
  readonly func: Func;
}

/** What an expression has that makes an object. */
interface Allocating {
  /** Filled by the checker; undefined where the expression makes none. */
  site: Site | undefined;
}

export interface Literal extends Node, Allocating {
  readonly kind: 'literal';
  readonly of: Type;
  readonly elements: readonly Expr[];
}

export interface Address extends Node, Allocating {
  readonly kind: 'address';
  readonly of: Expr;
}

export interface Select extends Node {
  readonly kind: 'select';
  readonly of: Expr;
  readonly field: string;
}

export interface IndexExpr extends Node {
  readonly kind: 'index';
  readonly of: Expr;
  readonly index: Expr;
}

export interface SliceExpr extends Node {
  readonly kind: 'slice';
  readonly of: Expr;
  readonly low: Expr | undefined;
  readonly high: Expr | undefined;
}

export interface Make extends Node, Allocating {
  readonly kind: 'make';
  readonly of: Type;
  readonly length: Expr;
  readonly capacity: Expr | undefined;
}

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly op: Operator;
  readonly left: Expr;
  readonly right: Expr;
}

/** From the loosest to the tightest. */
export const PRECEDENCE = [['<', '<=', '>', '>=', '==', '!='], ['+', '-'], ['*']] as const;
export type Operator = (typeof PRECEDENCE)[number][number];

export function precedenceOf(op: Operator): number {
  return PRECEDENCE.findIndex((level: readonly Operator[]) => level.includes(op));
}

export type Expr =
  | (Node & { readonly kind: 'number'; readonly value: number })
  | (Node & { readonly kind: 'nil' })
  | Name
  | Address
  | (Node & { readonly kind: 'deref'; readonly of: Expr })
  | Binary
  | Select
  | IndexExpr
  | SliceExpr
  | (Node & Allocating & { readonly kind: 'new'; readonly of: Type })
  | Make
  | Literal
  | (Node & { readonly kind: 'append'; readonly to: Expr; readonly items: readonly Expr[] })
  | Call
  | Closure
  /** `any(x)`. */
  | (Node & Allocating & { readonly kind: 'convert'; readonly value: Expr })
  /** `x.(T)`. */
  | (Node & { readonly kind: 'assert'; readonly value: Expr; readonly to: Type })
  | (Node & { readonly kind: 'len' | 'cap'; readonly of: Expr });

/** `var x T`, `var x T = e`, `x := e`, `x, y := f()`. */
export interface Declare {
  readonly kind: 'declare';
  readonly pos: Pos;
  readonly names: readonly Param[];
  /** `var` gives the type; `:=` has that of the value. */
  readonly isShort: boolean;
  readonly values: readonly Expr[];
  /** Filled by the checker. */
  variables: readonly Variable[];
}

/** Also `x++`, as `x += 1`. */
export interface Assign {
  readonly kind: 'assign';
  readonly pos: Pos;
  readonly targets: readonly Expr[];
  readonly values: readonly Expr[];
  /** `=` or `+=`. */
  readonly op: '=' | '+=';
}

export interface If {
  readonly kind: 'if';
  readonly pos: Pos;
  readonly condition: Expr;
  readonly body: readonly Stmt[];
  readonly otherwise: readonly Stmt[];
}

export interface For {
  readonly kind: 'for';
  readonly pos: Pos;
  readonly init: Stmt | undefined;
  readonly condition: Expr | undefined;
  readonly post: Stmt | undefined;
  readonly body: readonly Stmt[];
}

/** `for i, v := range x`, of a slice or an array; a name may be `_`. */
export interface Range {
  readonly kind: 'range';
  readonly pos: Pos;
  readonly names: readonly Param[];
  readonly over: Expr;
  readonly body: readonly Stmt[];
  /** Filled by the checker; undefined for `_`. */
  variables: readonly (Variable | undefined)[];
}

export type Stmt =
  | Declare
  | Assign
  | If
  | For
  | Range
  | { readonly kind: 'block'; readonly pos: Pos; readonly body: readonly Stmt[] }
  | { readonly kind: 'return'; readonly pos: Pos; readonly values: readonly Expr[] }
  | { readonly kind: 'call'; readonly pos: Pos; readonly call: Call }
  | {
      readonly kind: 'defer' | 'go';
      readonly pos: Pos;
      readonly call: Call;
      site: Site | undefined;
    }
  | { readonly kind: 'print'; readonly pos: Pos; readonly values: readonly Expr[] };

export interface Global {
  readonly name: string;
  readonly type: Type;
  readonly pos: Pos;
}

export interface Program {
  readonly structs: readonly StructType[];
  readonly globals: readonly Global[];
  readonly funcs: readonly Func[];
}

/** A program whose names and types fit. */
export interface Checked extends Program {
  readonly main: Func;
  readonly variables: readonly Variable[];
  readonly sites: readonly Site[];
}
