/**
 * An undo log: what journaled code (journaled.ts) is about to overwrite, so that it can be put back.
 *
 * Whoever holds it notes the position, lets the code run, and goes back: `undo` puts everything back in reverse order.
 * What was made after the position is not put back but forgotten, so only what was there before it has to be noted.
 *
 * A Map or a Set from which something is deleted is noted whole, since its order is part of what a run may depend on.
 * So a deletion costs as much as there are entries.
 */

/** Stands for the old value of what was not there. */
const ABSENT = Symbol('absent');
/** In the place of a key: what kind of write it was. */
const LENGTH = Symbol('length');
const POPPED = Symbol('popped');
const ELEMENTS = Symbol('elements');
const NUMBERS = Symbol('numbers');
const ADDED = Symbol('added');
const ENTRY = Symbol('entry');
const ENTRIES = Symbol('entries');

type Keyed = Record<PropertyKey, unknown>;

/** What journaled code may do to a thing. It is told apart when it is done: a model may have methods of these names. */
type Mutable = Record<
  | 'push'
  | 'pop'
  | 'shift'
  | 'unshift'
  | 'splice'
  | 'sort'
  | 'reverse'
  | 'fill'
  | 'copyWithin'
  | 'set'
  | 'add'
  | 'delete'
  | 'clear',
  (...args: readonly unknown[]) => unknown
>;

/** Names of the methods above. A call of one of them goes through the method of the journal with the same name. */
export const MUTATORS: readonly (keyof Mutable)[] = [
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'fill',
  'copyWithin',
  'set',
  'add',
  'delete',
  'clear',
];

type TypedArray = Float64Array | Uint32Array | Uint8Array;

export class Journal {
  readonly #things: unknown[] = [];
  readonly #keys: PropertyKey[] = [];
  readonly #olds: unknown[] = [];

  /** Writes noted so far: what `undo` goes back to. */
  get position(): number {
    return this.#things.length;
  }

  /** From now on there is no way back behind this. */
  forget(): void {
    this.#cut(0);
  }

  /** Puts back what was written behind `position`. */
  undo(position: number): void {
    const [things, keys, olds] = [this.#things, this.#keys, this.#olds];
    for (let i = things.length - 1; i >= position; i -= 1) {
      const key = keys[i] as PropertyKey;
      if (typeof key === 'symbol') restore(things[i], key, olds[i]);
      else (things[i] as Keyed)[key] = olds[i];
    }
    this.#cut(position);
  }

  /** Before `thing.key = …`. */
  field(thing: unknown, key: string, old: unknown): void {
    this.#things.push(thing);
    this.#keys.push(key);
    this.#olds.push(old);
  }

  /** Before `thing[key] = …`. */
  element(thing: Keyed | unknown[] | TypedArray, key: number | string): void {
    if (ArrayBuffer.isView(thing)) this.#note(thing, key, (thing as Uint8Array)[key as number]);
    else if (Array.isArray(thing)) this.#elementOf(thing, key as number);
    else if (Object.hasOwn(thing, key)) this.#note(thing, key, thing[key]);
    else this.#note([thing, key], ADDED, ABSENT);
  }

  /** Before `thing.length = …`. */
  length(thing: { readonly length: number }): void {
    if (Array.isArray(thing)) this.#note(thing, ELEMENTS, thing.slice());
    else this.#note(thing, 'length', thing.length);
  }

  /** `thing[key] = value`, where the three are not to be evaluated twice. */
  put(thing: Keyed, key: string, value: unknown): unknown {
    if (key === 'length') this.length(thing as unknown as { length: number });
    else this.element(thing, key);
    thing[key] = value;
    return value;
  }

  /** `Object.assign(thing, …)` */
  assign(thing: Keyed, ...sources: readonly object[]): unknown {
    for (const source of sources) for (const key of Object.keys(source)) this.element(thing, key);
    return Object.assign(thing, ...sources) as unknown;
  }

  push(thing: Mutable, ...args: unknown[]): unknown {
    if (Array.isArray(thing)) this.#note(thing, LENGTH, thing.length);
    return thing.push(...args);
  }

  pop(thing: Mutable, ...args: unknown[]): unknown {
    if (!Array.isArray(thing)) return thing.pop(...args);
    if (thing.length === 0) return undefined;
    const value: unknown = thing.pop();
    this.#note(thing, POPPED, value);
    return value;
  }

  shift(thing: Mutable, ...args: unknown[]): unknown {
    return this.#whole(thing).shift(...args);
  }

  unshift(thing: Mutable, ...args: unknown[]): unknown {
    return this.#whole(thing).unshift(...args);
  }

  splice(thing: Mutable, ...args: unknown[]): unknown {
    return this.#whole(thing).splice(...args);
  }

  sort(thing: Mutable, ...args: unknown[]): unknown {
    return this.#whole(thing).sort(...args);
  }

  reverse(thing: Mutable, ...args: unknown[]): unknown {
    return this.#whole(thing).reverse(...args);
  }

  fill(thing: Mutable, ...args: unknown[]): unknown {
    if (isTyped(thing)) this.#numbers(thing, args[1] as number | undefined, args[2] as number);
    else this.#whole(thing);
    return thing.fill(...args);
  }

  copyWithin(thing: Mutable, ...args: unknown[]): unknown {
    if (isTyped(thing)) this.#numbers(thing);
    else this.#whole(thing);
    return thing.copyWithin(...args);
  }

  set(thing: Mutable, ...args: unknown[]): unknown {
    const [key] = args;
    if (thing instanceof Map) {
      if (thing.has(key)) this.#note([thing, key], ENTRY, thing.get(key));
      else this.#note([thing, key], ENTRY, ABSENT);
    } else if (isTyped(thing)) {
      const [from, start = 0] = args as [ArrayLike<number>, number?];
      this.#numbers(thing, start, start + from.length);
    }
    return thing.set(...args);
  }

  add(thing: Mutable, ...args: unknown[]): unknown {
    const [value] = args;
    if (thing instanceof Set && !thing.has(value)) this.#note([thing, value], ENTRY, ABSENT);
    return thing.add(...args);
  }

  delete(thing: Mutable, ...args: unknown[]): unknown {
    const [key] = args;
    if (thing instanceof Set || thing instanceof Map) {
      if (!thing.has(key)) return false;
      this.#note(thing, ENTRIES, [...thing]);
    }
    return thing.delete(...args);
  }

  clear(thing: Mutable, ...args: unknown[]): unknown {
    if (thing instanceof Set || thing instanceof Map) {
      if (thing.size > 0) this.#note(thing, ENTRIES, [...thing]);
    }
    return thing.clear(...args);
  }

  #cut(position: number): void {
    this.#things.length = position;
    this.#keys.length = position;
    this.#olds.length = position;
  }

  #elementOf(thing: unknown[], at: number): void {
    if (at in thing) this.#note(thing, at, thing[at]);
    else this.#note(thing, ELEMENTS, thing.slice());
  }

  /** An array as a whole; anything else has a method of that name, which is journaled itself. */
  #whole(thing: Mutable): Mutable {
    if (Array.isArray(thing)) this.#note(thing, ELEMENTS, thing.slice());
    return thing;
  }

  #numbers(thing: TypedArray, from = 0, to = thing.length): void {
    if (to > from) this.#note(thing, NUMBERS, [thing.slice(from, to), from]);
  }

  #note(thing: unknown, key: PropertyKey, old: unknown): void {
    this.#things.push(thing);
    this.#keys.push(key);
    this.#olds.push(old);
  }
}

/** Not a Buffer's relatives: what the models have. */
function isTyped(thing: unknown): thing is TypedArray & Mutable {
  return ArrayBuffer.isView(thing) && !(thing instanceof DataView);
}

function restore(thing: unknown, kind: symbol, old: unknown): void {
  switch (kind) {
    case LENGTH:
      (thing as unknown[]).length = old as number;
      break;
    case POPPED:
      (thing as unknown[]).push(old);
      break;
    case ELEMENTS:
      restoreElements(thing as unknown[], old as readonly unknown[]);
      break;
    case NUMBERS: {
      const [numbers, from] = old as [ArrayLike<number>, number];
      (thing as TypedArray).set(numbers, from);
      break;
    }
    case ADDED: {
      const [object, key] = thing as [Keyed, string];
      // oxlint-disable-next-line typescript/no-dynamic-delete -- it was not there
      delete object[key];
      break;
    }
    case ENTRY:
      restoreEntry(thing as Entry, old);
      break;
    default:
      restoreEntries(thing as Map<unknown, unknown> | Set<unknown>, old as readonly unknown[]);
  }
}

type Entry = [collection: Map<unknown, unknown> | Set<unknown>, key: unknown];

function restoreElements(array: unknown[], elements: readonly unknown[]): void {
  array.length = 0;
  for (const element of elements) array.push(element);
}

function restoreEntry([collection, key]: Entry, old: unknown): void {
  if (old === ABSENT) collection.delete(key);
  else (collection as Map<unknown, unknown>).set(key, old);
}

function restoreEntries(
  collection: Map<unknown, unknown> | Set<unknown>,
  entries: readonly unknown[],
): void {
  collection.clear();
  if (collection instanceof Set) for (const entry of entries) collection.add(entry);
  else for (const [key, value] of entries as [unknown, unknown][]) collection.set(key, value);
}
