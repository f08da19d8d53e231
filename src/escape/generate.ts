/**
 * Programs of the small language at random: well-typed by construction, and such that most of their statements run.
 *
 * A program is drawn as text, statement by statement, from what is in scope. Which statements and expressions it has much of, and
 * which not at all, is drawn first, so that unusual mixes come up. Every function has a first parameter that counts down, so
 * that recursion ends; pointers are mostly not nil, and slices not empty.
 */
import type { Prng } from '../base/prng.ts';
import { ANY, INT, sliceOf, typeText } from '../../models/escape/types.ts';
import type { FuncType, StructType, Type } from '../../models/escape/types.ts';
import { DrawnTypes, POINTER, funcOf } from './drawn-types.ts';
import { ExprGenerator } from './generate-expr.ts';
import type { Binding, Drawn } from './generate-expr.ts';
import { chainOf, flowBetween, passedBack } from './generate-flow.ts';

/** Just too large for a variable on the stack, and declared so rarely. */
const HUGE: Type = { kind: 'array', length: 1_310_721, of: INT };
const HUGE_ODDS = 100;
const FUNCS_MAX = 4;
const NESTING_MAX = 3;

type Deed =
  | 'declare'
  | 'assign'
  | 'store'
  | 'flow'
  | 'chain'
  | 'late'
  | 'print'
  | 'if'
  | 'for'
  | 'range'
  | 'block'
  | 'call'
  | 'recurse'
  | 'defer'
  | 'go';

const DEEDS: readonly Deed[] = [
  ...(['declare', 'declare', 'assign', 'assign', 'store', 'store', 'print'] as const),
  ...(['flow', 'chain', 'chain', 'late'] as const),
  ...(['if', 'for', 'range', 'block', 'call', 'recurse', 'defer', 'go'] as const),
];
/** How often a deed comes up, compared with others of a program. */
const WEIGHTS = [0, 1, 1, 3];

/** Draws the text of a program with about so many statements. */
export function generateEscape(prng: Prng, statements: number): string {
  return `package main\n\n${new Generator(prng, '').program(statements)}`;
}

/** Draws several programs as one text, in which what they declare has names of its own, and nothing is called. */
export function generateTogether(prng: Prng, programs: number, statements: number): string {
  const texts = Array.from({ length: programs }, (_, i) =>
    new Generator(prng, `_${i}`).program(prng.between(1, statements)),
  );
  return ['package main\n', ...texts, 'func main() {\n}\n'].join('\n');
}

/** A function that can be called. */
interface Callable {
  readonly name: string;
  readonly type: FuncType;
}

class Generator implements Drawn {
  readonly prng: Prng;
  readonly node: Type;
  readonly struct: StructType;
  scope: Binding[];
  readonly #suffix: string;
  readonly #types: DrawnTypes;
  readonly #globals: readonly Binding[];
  readonly #funcs: readonly Callable[];
  readonly #deeds: readonly Deed[];
  readonly #exprs: ExprGenerator;
  /** The number of the function that is drawn; main comes last. */
  #at = 0;
  #left = 0;
  #names = 0;
  #nesting = 0;

  /** @param suffix  of the names that the program declares */
  constructor(prng: Prng, suffix: string) {
    this.prng = prng;
    this.#types = new DrawnTypes(suffix);
    this.struct = this.#types.struct;
    this.node = this.#types.node;
    this.#suffix = suffix;
    this.#globals = [
      { name: `g${suffix}`, type: POINTER, isGlobal: true },
      { name: `gt${suffix}`, type: this.node, isGlobal: true },
      { name: `ga${suffix}`, type: ANY, isGlobal: true },
    ];
    this.scope = [...this.#globals];
    const weighed = DEEDS.flatMap((deed) => Array.from({ length: prng.pick(WEIGHTS) }, () => deed));
    this.#deeds = weighed.length === 0 ? DEEDS : weighed;
    this.#funcs = Array.from({ length: prng.between(0, FUNCS_MAX) }, (_, i) => ({
      name: `f${i}${suffix}`,
      type: this.#types.func(prng),
    }));
    this.#exprs = new ExprGenerator(this);
  }

  program(statements: number): string {
    const { name: struct, fields } = this.struct;
    const lines = [`type ${struct} struct {`];
    for (const { name, type } of fields) lines.push(`\t${name} ${typeText(type)}`);
    lines.push('}', '');
    for (const { name, type } of this.#globals) lines.push(`var ${name} ${typeText(type)}`);
    const share = Math.max(2, Math.ceil(statements / (this.#funcs.length + 1)));
    for (const { name, type } of this.#funcs) {
      lines.push('', ...this.#func(`func ${name}`, type, share, '', true));
      this.#at += 1;
    }
    // A program that follows a nil pointer ends there, so the globals have values.
    const values = ['new(int)', `&${struct}{1, new(int), &${struct}{2, new(int), nil}}`, 'any(1)'];
    const set = this.#globals.map(({ name }, i) => `\t${name} = ${values[i]}`);
    lines.push('', `func main${this.#suffix}() {`, ...set);
    const body = this.#body(share, '\t');
    return `${[...lines, ...body.lines, ...this.#report(body.scope, '\t'), '}'].join('\n')}\n`;
  }

  /** Functions that may be called without end: those that were drawn before. */
  callees(): readonly Callable[] {
    return this.#funcs.slice(0, this.#at);
  }

  /** A closure, as an expression of several lines. */
  closure(type: FuncType, indent: string): string {
    if (this.#nesting >= NESTING_MAX) return this.#emptyClosure(type);
    this.#nesting += 1;
    const lines = this.#func('func', type, this.prng.between(1, 3), indent, false);
    this.#nesting -= 1;
    return lines.join('\n').trimStart();
  }

  #emptyClosure({ params, results }: FuncType): string {
    const names = params.map((type, i) => `a${i} ${typeText(type)}`).join(', ');
    const [result] = results;
    if (result === undefined) return `func(${names}) {}`;
    return `func(${names}) ${typeText(result)} { return ${this.#exprs.simple(result)} }`;
  }

  #func(head: string, type: FuncType, share: number, indent: string, isNamed: boolean): string[] {
    const outer = this.scope;
    const names = type.params.map((param, i): Binding => {
      const name = isNamed && i === 0 ? 'n' : this.#name(param);
      return { name, type: param, isGlobal: false };
    });
    this.scope = [...(isNamed ? this.#globals : outer), ...names];
    const params = names.map(({ name, type: of }) => `${name} ${typeText(of)}`).join(', ');
    const results = type.results.map(typeText);
    const behind =
      results.length > 1 ? ` (${results.join(', ')})` : results.map((text) => ` ${text}`).join('');
    const flow =
      isNamed && this.prng.oneIn(2) ? flowBetween(this.prng, this.scope, this.struct) : undefined;
    const { lines, scope } = this.#body(share, `${indent}\t`, isNamed);
    if (flow !== undefined) lines.unshift(`${indent}\t${flow}`);
    this.scope = scope;
    const values = type.results.map((result) => {
      const back = this.prng.oneIn(2) ? this.#back(names, result) : undefined;
      return back ?? this.#exprs.expr(result, 1, `${indent}\t`);
    });
    if (values.length > 0) lines.push(`${indent}\treturn ${values.join(', ')}`);
    this.scope = outer;
    return [`${indent}${head}(${params})${behind} {`, ...lines, `${indent}}`];
  }

  #back(params: readonly Binding[], result: Type): string | undefined {
    return passedBack(this.prng, params, result, this.struct);
  }

  /** The statements of a body, and what is in scope at its end. */
  #body(share: number, indent: string, mayRecurse = false): { lines: string[]; scope: Binding[] } {
    const left = this.#left;
    this.#left = share;
    const lines = this.#stmts(indent, mayRecurse);
    const { scope } = this;
    this.#left = left;
    return { lines, scope };
  }

  #stmts(indent: string, mayRecurse: boolean): string[] {
    const lines: string[] = [];
    while (this.#left > 0) {
      this.#left -= 1;
      lines.push(...this.#stmt(this.prng.pick(this.#deeds), indent, mayRecurse));
      if (indent.length > 1 && this.prng.oneIn(3)) break;
    }
    return lines;
  }

  #stmt(deed: Deed, indent: string, mayRecurse: boolean): readonly string[] {
    const { prng } = this;
    switch (deed) {
      case 'declare':
        return [`${indent}${this.#declare(this.#types.pick(prng), indent)}`];
      case 'assign': {
        const to = this.#pick(() => true);
        if (to === undefined) return [];
        return [`${indent}${to.name} = ${this.#exprs.expr(to.type, 2, indent)}`];
      }
      case 'store': {
        const target = this.#exprs.target();
        if (target === undefined) return [];
        return [`${indent}${target.text} = ${this.#exprs.expr(target.type, 2, indent)}`];
      }
      case 'flow': {
        const flow = flowBetween(prng, this.scope, this.struct);
        return flow === undefined ? [] : [`${indent}${flow}`];
      }
      case 'chain':
        return this.#chain(indent);
      case 'late':
        return this.#late(indent);
      case 'print':
        return [`${indent}println(${this.#exprs.expr(INT, 2, indent)})`];
      case 'call':
      case 'go':
      case 'defer':
        return this.#call(deed, indent);
      case 'recurse':
        return mayRecurse ? this.#recurse(indent) : [];
      case 'if':
      case 'for':
      case 'range':
      case 'block':
        return this.#nested(deed, indent, mayRecurse);
    }
  }

  #nested(deed: Deed, indent: string, mayRecurse: boolean): readonly string[] {
    if (this.#nesting >= NESTING_MAX) return [];
    const { prng } = this;
    const outer = this.scope;
    this.scope = [...outer];
    this.#nesting += 1;
    const inner = `${indent}\t`;
    const lines: string[] = [];
    if (deed === 'if') {
      const nilable = this.#pick(({ type }) => type.kind === 'pointer');
      const isOfNil = nilable !== undefined && prng.oneIn(3);
      const number = this.#exprs.variable(INT) ?? `len([]int{1})`;
      const condition = isOfNil ? `${nilable.name} != nil` : `${number} < ${prng.below(3)}`;
      lines.push(`${indent}if ${condition} {`, ...this.#stmts(inner, mayRecurse));
      if (prng.oneIn(3)) {
        this.scope = [...outer];
        lines.push(`${indent}} else {`, ...this.#stmts(inner, mayRecurse));
      }
    } else if (deed === 'for') {
      const name = this.#name(INT);
      this.scope.push({ name, type: INT, isGlobal: false });
      const head = `for ${name} := 0; ${name} < ${prng.between(1, 3)}; ${name}++ {`;
      lines.push(`${indent}${head}`, ...this.#stmts(inner, mayRecurse));
    } else if (deed === 'range') {
      const of = prng.pick([INT, POINTER]);
      const over = this.#exprs.expr(sliceOf(of), 1, indent);
      const name = this.#name(of);
      this.scope.push({ name, type: of, isGlobal: false });
      const isBraced = over.includes('{');
      const text = isBraced ? `(${over})` : over;
      lines.push(`${indent}for _, ${name} := range ${text} {`, ...this.#stmts(inner, mayRecurse));
    } else lines.push(`${indent}{`, ...this.#stmts(inner, mayRecurse));
    lines.push(`${indent}}`);
    this.#nesting -= 1;
    this.scope = outer;
    return lines;
  }

  #declare(type: Type, indent: string): string {
    if (this.prng.oneIn(HUGE_ODDS)) return `var ${this.#name(HUGE)} ${typeText(HUGE)}`;
    const value = this.#exprs.expr(type, 2, indent);
    const name = this.#name(type);
    this.scope = [...this.scope, { name, type, isGlobal: false }];
    return `var ${name} ${typeText(type)} = ${value}`;
  }

  #call(deed: 'call' | 'go' | 'defer', indent: string): readonly string[] {
    const word = deed === 'call' ? '' : `${deed} `;
    const { prng } = this;
    const variable = this.#pick(({ type }) => type.kind === 'func');
    if (variable?.type.kind === 'func' && prng.oneIn(3)) {
      return [`${indent}${word}${variable.name}(${this.#args(variable.type, indent)})`];
    }
    const callees = this.callees();
    if (callees.length === 0 || prng.oneIn(2)) {
      const type = funcOf(prng.oneIn(2) ? [POINTER] : [], []);
      return [`${indent}${word}${this.closure(type, indent)}(${this.#args(type, indent)})`];
    }
    const { name, type } = prng.pick(callees);
    return this.#callOf(name, type, indent, word, String(prng.below(3)));
  }

  #chain(indent: string): readonly string[] {
    const { lines, bindings } = chainOf({
      prng: this.prng,
      scope: this.scope,
      struct: this.struct,
      callees: this.callees(),
      isUsed: (type) => this.#types.has(type),
      simple: (type) => this.#exprs.simple(type),
      newName: (type) => this.#name(type),
    });
    // Mostly nobody else speaks of them.
    if (this.prng.oneIn(3)) this.scope = [...this.scope, ...bindings];
    return lines.map((line) => `${indent}${line}`);
  }

  /** A variable that a deferred closure prints, and that is assigned before or after. */
  #late(indent: string): readonly string[] {
    const number = this.#exprs.variable(INT);
    if (number === undefined || number === 'n') return [];
    const closure = [`${indent}defer func() {`, `${indent}\tprintln(${number})`, `${indent}}()`];
    const assigned = `${indent}${number} = ${this.#exprs.expr(INT, 1, indent)}`;
    return this.prng.oneIn(2) ? [assigned, ...closure] : [...closure, assigned];
  }

  #recurse(indent: string): readonly string[] {
    const callee = this.#funcs[this.#at];
    if (callee === undefined) return [];
    const inner = `${indent}\t`;
    const outer = this.scope;
    const lines = this.#callOf(callee.name, callee.type, inner, '', 'n-1');
    this.scope = outer;
    return [`${indent}if n > 0 {`, ...lines, `${indent}}`];
  }

  /** A call whose results are kept, where there are any and it is no matter of later. */
  #callOf(
    name: string,
    type: FuncType,
    indent: string,
    word: string,
    count: string,
  ): readonly string[] {
    const args = this.#args({ ...type, params: type.params.slice(1) }, indent);
    const call = `${name}(${[count, args].filter((text) => text !== '').join(', ')})`;
    if (type.results.length === 0 || word !== '') return [`${indent}${word}${call}`];
    const bindings = type.results.map((result): Binding => ({
      name: this.#name(result),
      type: result,
      isGlobal: false,
    }));
    this.scope = [...this.scope, ...bindings];
    return [`${indent}${bindings.map((each) => each.name).join(', ')} := ${call}`];
  }

  #args({ params }: FuncType, indent: string): string {
    return params.map((param) => this.#exprs.expr(param, 1, indent)).join(', ');
  }

  #pick(fits: (binding: Binding) => boolean): Binding | undefined {
    const fitting = this.scope.filter((each) => fits(each) && each.name !== 'n');
    return fitting.length === 0 ? undefined : this.prng.pick(fitting);
  }

  /** Prints what can be reached. */
  #report(scope: readonly Binding[], indent: string): readonly string[] {
    return scope.flatMap(({ name, type }) => {
      if (type === INT) return [`${indent}println(${name})`];
      if (type !== POINTER) return [];
      return [`${indent}if ${name} != nil {`, `${indent}\tprintln(*${name})`, `${indent}}`];
    });
  }

  #name(type: Type): string {
    this.#names += 1;
    const letter = {
      int: 'x',
      pointer: 'p',
      slice: 's',
      func: 'c',
      any: 'i',
      struct: 't',
      array: 'a',
    }[type.kind as 'int'];
    return `${letter}${this.#names}`;
  }
}
