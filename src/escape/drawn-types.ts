/** What the variables, parameters and results of a program at random are of. */
import type { Prng } from '../base/prng.ts';
import { ANY, INT, hasPointers, isSame, pointerTo, sliceOf } from '../../models/escape/types.ts';
import type { FuncType, StructType, Type } from '../../models/escape/types.ts';
import { valuesOf } from './generate-flow.ts';

export const POINTER = pointerTo(INT);
const TWICE = pointerTo(POINTER);
const PARAMS_MAX = 3;

export function funcOf(params: readonly Type[], results: readonly Type[]): FuncType {
  return { kind: 'func', params, results };
}

export class DrawnTypes {
  /** Has a number `v`, a pointer `p`, and `n`, a pointer to its own kind. */
  readonly struct: StructType;
  readonly node: Type;
  /** Each as often as it is drawn. */
  readonly #all: readonly Type[];

  /** @param suffix  of the struct's name */
  constructor(suffix: string) {
    this.struct = { kind: 'struct', name: `T${suffix}`, fields: [] };
    this.node = pointerTo(this.struct);
    this.struct.fields.push(
      { name: 'v', type: INT },
      { name: 'p', type: POINTER },
      { name: 'n', type: this.node },
    );
    const numbers = [INT, INT, POINTER, POINTER, POINTER, TWICE, TWICE];
    const structs = [this.struct, this.node, this.node];
    const array: Type = { kind: 'array', length: 2, of: POINTER };
    const funcs = [funcOf([], []), funcOf([], [POINTER]), funcOf([POINTER], [POINTER])];
    this.#all = [...numbers, ...structs, sliceOf(INT), sliceOf(POINTER), array, ANY, ...funcs];
  }

  pick(prng: Prng): Type {
    return prng.pick(this.#all);
  }

  has(type: Type): boolean {
    return this.#all.some((each) => isSame(each, type));
  }

  /**
   * Of a function, whose first parameter counts down. Half of the results are of types that the parameters lead to; a third of
   * the functions has one parameter with addresses, and one such result of it.
   */
  func(prng: Prng): FuncType {
    const isThrough = prng.oneIn(3);
    const [ins, outs] = isThrough ? [1, 1] : [prng.below(PARAMS_MAX + 1), prng.below(3)];
    const types = isThrough ? this.#all.filter(hasPointers) : this.#all;
    const params = Array.from({ length: ins }, () => prng.pick(types));
    const back = this.#reachedFrom(params);
    const results = Array.from({ length: outs }, () =>
      prng.pick(back.length > 0 && (isThrough || prng.oneIn(2)) ? back : this.#all),
    );
    return funcOf([INT, ...params], results);
  }

  /** Types with addresses that parameters lead to. */
  #reachedFrom(params: readonly Type[]): readonly Type[] {
    return params
      .flatMap((type) => valuesOf({ name: '', type, isGlobal: false }, this.struct))
      .map(({ type }) => type)
      .filter((type) => hasPointers(type) && this.has(type));
  }
}
