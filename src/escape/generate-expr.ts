/** Expressions at random, of a given type, from what is in scope. */
import type { Prng } from '../base/prng.ts';
import { INT, isSame, pointerTo, sliceOf, typeText } from '../../models/escape/types.ts';
import type { FuncType, StructType, Type } from '../../models/escape/types.ts';

/** A name that stands for a variable. */
export interface Binding {
  readonly name: string;
  readonly type: Type;
  readonly isGlobal: boolean;
}

/** What expressions are drawn from. */
export interface Drawn {
  readonly prng: Prng;
  readonly scope: readonly Binding[];
  readonly struct: StructType;
  readonly node: Type;
  readonly callees: () => readonly { readonly name: string; readonly type: FuncType }[];
  readonly closure: (type: FuncType, indent: string) => string;
}

/** Something that can be assigned to. */
export interface Target {
  readonly text: string;
  readonly type: Type;
}

/** Integers that have more than 64 KiB. */
const LARGE = 8193;

type Draw = () => string | undefined;

export class ExprGenerator {
  readonly #from: Drawn;

  constructor(from: Drawn) {
    this.#from = from;
  }

  /** @param depth  how many more expressions may be inside of it */
  expr(type: Type, depth: number, indent: string): string {
    const { prng } = this.#from;
    const variable = this.variable(type);
    if (depth <= 0) return variable ?? this.simple(type);
    if (variable !== undefined && prng.oneIn(3)) return variable;
    const ways = this.#ways(type, depth - 1, indent);
    for (let tries = 0; tries < 3; tries += 1) {
      const text = prng.pick(ways)();
      if (text !== undefined) return text;
    }
    return variable ?? this.simple(type);
  }

  /** A variable of a type. */
  variable(type: Type): string | undefined {
    const fitting = this.#from.scope.filter((each) => isSame(each.type, type) && !each.isGlobal);
    return fitting.length === 0 ? undefined : this.#from.prng.pick(fitting).name;
  }

  /** A value that needs nothing. */
  simple(type: Type): string {
    switch (type.kind) {
      case 'int':
        return String(this.#from.prng.below(4));
      case 'pointer':
        if (type.of.kind === 'int') return 'new(int)';
        return type.of.kind === 'struct' ? `&${this.simple(type.of)}` : `new(${typeText(type.of)})`;
      case 'slice':
        return `${typeText(type)}{${this.simple(type.of)}}`;
      case 'array':
        return `${typeText(type)}{}`;
      case 'struct':
        return `${type.name}{${this.#from.prng.below(4)}, new(int), nil}`;
      case 'func': {
        const params = type.params.map((param, i) => `a${i} ${typeText(param)}`).join(', ');
        const [result] = type.results;
        if (result === undefined) return `func(${params}) {}`;
        return `func(${params}) ${typeText(result)} { return ${this.simple(result)} }`;
      }
      case 'any':
      case 'bool':
      case 'nil':
      case 'none':
        return `any(${this.#from.prng.below(4)})`;
    }
  }

  /** A place behind a pointer, or a part of a variable. */
  target(): Target | undefined {
    const { prng, scope, struct } = this.#from;
    const targets = scope.flatMap(({ name, type }): readonly Target[] => {
      const isNode = type.kind === 'pointer' && type.of === struct;
      if (type === struct || isNode)
        return struct.fields.map((field) => ({ text: `${name}.${field.name}`, type: field.type }));
      if (type.kind === 'pointer') return [{ text: `*${name}`, type: type.of }];
      if (type.kind === 'slice' || type.kind === 'array')
        return [{ text: `${name}[0]`, type: type.of }];
      return [];
    });
    return targets.length === 0 ? undefined : prng.pick(targets);
  }

  #ways(type: Type, depth: number, indent: string): readonly Draw[] {
    const of = (inner: Type): string => this.expr(inner, depth, indent);
    const { struct, node } = this.#from;
    const common: readonly Draw[] = [
      () => this.#part(type),
      () => this.#pointed(type),
      () => this.#called(type, of),
      () => this.simple(type),
    ];
    switch (type.kind) {
      case 'int':
        return [...common, () => `${of(INT)} + ${of(INT)}`, () => `len(${of(sliceOf(INT))})`];
      case 'pointer': {
        const more =
          type.of === struct
            ? [() => `&${struct.name}{${of(INT)}, ${of(pointerTo(INT))}, ${of(node)}}`]
            : [];
        return [
          ...common,
          ...more,
          () => this.#pointed(type),
          () => this.#address(type.of),
          () => this.#address(type.of),
          () => `${this.#from.closure({ kind: 'func', params: [], results: [type] }, indent)}()`,
        ];
      }
      case 'slice':
        return [
          ...common,
          () => `${typeText(type)}{${of(type.of)}, ${of(type.of)}}`,
          () => `append(${of(type)}, ${of(type.of)})`,
          () =>
            type.of.kind === 'int' ? `make([]int, ${this.#from.prng.between(1, 3)})` : undefined,
          () => this.#sized(type),
        ];
      case 'array':
        return [...common, () => `${typeText(type)}{${of(type.of)}, ${of(type.of)}}`];
      case 'struct':
        return [...common, () => `${struct.name}{${of(INT)}, ${of(pointerTo(INT))}, ${of(node)}}`];
      case 'any':
        return [
          () => `any(${of(INT)})`,
          () => `any(${of(pointerTo(INT))})`,
          () => `any(${of(struct)})`,
        ];
      case 'func':
        return [() => this.#from.closure(type, indent), () => this.#from.closure(type, indent)];
      case 'bool':
      case 'nil':
      case 'none':
        return common;
    }
  }

  #pick(fits: (type: Type) => boolean): string | undefined {
    const fitting = this.#from.scope.filter((each) => fits(each.type));
    return fitting.length === 0 ? undefined : this.#from.prng.pick(fitting).name;
  }

  /** A field of a struct, an element of a slice or an array. */
  #part(type: Type): string | undefined {
    const { prng, struct } = this.#from;
    const field = struct.fields.find((each) => isSame(each.type, type));
    const owner = this.#pick(
      (each) => each === struct || (each.kind === 'pointer' && each.of === struct),
    );
    // The next node of a list is often none.
    const odds = type === this.#from.node || isSame(type, this.#from.node) ? 8 : 2;
    if (field !== undefined && owner !== undefined && prng.oneIn(odds))
      return `${owner}.${field.name}`;
    const list = this.#pick(
      (each) => (each.kind === 'slice' || each.kind === 'array') && isSame(each.of, type),
    );
    return list === undefined ? undefined : `${list}[0]`;
  }

  #pointed(type: Type): string | undefined {
    const pointer = this.#pick((each) => each.kind === 'pointer' && isSame(each.of, type));
    return pointer === undefined ? undefined : `*${pointer}`;
  }

  #address(of: Type): string | undefined {
    const { struct } = this.#from;
    const owner = this.#pick(
      (each) => each === struct || (each.kind === 'pointer' && each.of === struct),
    );
    const field = struct.fields.find((each) => isSame(each.type, of));
    if (owner !== undefined && field !== undefined && this.#from.prng.oneIn(4))
      return `&${owner}.${field.name}`;
    const list = this.#pick(
      (each) => (each.kind === 'slice' || each.kind === 'array') && isSame(each.of, of),
    );
    if (list !== undefined && this.#from.prng.oneIn(4)) return `&${list}[0]`;
    const variable = this.variable(of);
    return variable === undefined ? undefined : `&${variable}`;
  }

  /** A slice whose size is not known before it runs, or one that is just too large for the stack. */
  #sized(type: Type): string | undefined {
    const number = this.variable(INT);
    if (number === undefined || type.kind !== 'slice' || type.of.kind !== 'int') return undefined;
    if (this.#from.prng.oneIn(4)) return `make([]int, ${LARGE})`;
    return `make([]int, ${number} + 1)`;
  }

  #called(type: Type, of: (type: Type) => string): string | undefined {
    const { prng, scope } = this.#from;
    const variables = scope.flatMap((each) =>
      each.type.kind === 'func' ? [{ name: each.name, type: each.type, isNamed: false }] : [],
    );
    const named = this.#from.callees().map((each) => ({ ...each, isNamed: true }));
    const fitting = [...variables, ...named].filter(
      ({ type: { results } }) => results.length === 1 && isSame(results[0] as Type, type),
    );
    if (fitting.length === 0) return undefined;
    const { name, type: callee, isNamed } = prng.pick(fitting);
    const args = callee.params.map((param, i) =>
      isNamed && i === 0 ? String(prng.below(3)) : of(param),
    );
    return `${name}(${args.join(', ')})`;
  }
}
