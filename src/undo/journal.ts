/**
 * An undo log: what journaled code (journaled.ts) is about to overwrite, so that it can be put back.
 *
 * Whoever holds it notes the position, lets the code run, and goes back: `undo` puts everything back in reverse order.
 * What was made after the position is not put back but forgotten, so only what was there before it has to be noted.
 *
 *     log    [ thing | restore | key | old ]  [ thing | restore | key | old ]  …
 *
 * Each note has the function that puts it back. Those for fields and elements are part of the journaled code, one for each
 * name or place in the code: so each meets things of one shape, or of few, and its write is compiled to a store.
 *
 * A Map or a Set from which something is deleted is noted whole, since its order is part of what a run may depend on.
 * So a deletion costs as much as there are entries.
 */

/** Puts `old` back where it was. */
export type Restore = (thing: never, key: never, old: never) => void;

type Keyed = Record<PropertyKey, unknown>;
type TypedArray = Float64Array | Int32Array | Uint8Array;
type Collection = Map<unknown, unknown> | Set<unknown>;

/** Methods that change what they are called on. Before a call of one, the method of the journal with the same name is called. */
export const MUTATORS = [
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
] as const;

const NOTE_WORDS = 4;
/** Words by which the log grows at once: of whole notes. */
const GROWTH = 1024 * NOTE_WORDS;
/** Integers of ranges that there is room for at first. */
const INTEGERS = 1 << 14;

export class Journal {
  /** Never shortened: what lies behind the end is written over. */
  readonly #log: unknown[] = [];
  #end = 0;
  /** A position that somebody has: what was noted behind it and is written again need not be noted again. */
  #asked = 0;
  /** What ranges of integers were: of each their number, then themselves. */
  #integers = new Int32Array(INTEGERS);
  #integersEnd = 0;

  /** Where the log ends: what `undo` goes back to. */
  get position(): number {
    this.#asked = this.#end;
    return this.#end;
  }

  /** From now on there is no way back behind this. */
  forget(): void {
    this.#end = 0;
    this.#asked = 0;
    this.#integersEnd = 0;
  }

  /** Puts back what was written behind `position`. */
  undo(position: number): void {
    const log = this.#log;
    for (let at = this.#end - NOTE_WORDS; at >= position; at -= NOTE_WORDS) {
      (log[at + 1] as Restore)(log[at] as never, log[at + 2] as never, log[at + 3] as never);
    }
    this.#end = position;
    this.#asked = position;
  }

  /** Before `thing.name = …`. */
  field(thing: unknown, restore: Restore, old: unknown): void {
    const log = this.#log;
    const last = this.#end - NOTE_WORDS;
    if (last >= this.#asked && log[last] === thing && log[last + 1] === restore) return;
    this.#note(thing, restore, 0, old);
  }

  /** Before `thing[key] = …`, where `old` is there now. */
  element(thing: Keyed, restore: Restore, key: number | string, old: unknown): void {
    if (old === undefined || typeof key === 'string') this.place(thing, key);
    else this.#note(thing, restore, key, old);
  }

  /** The same, of anything. */
  place(thing: Keyed | unknown[] | TypedArray, key: number | string): void {
    const isThere = Object.hasOwn(thing, key);
    if (isThere) this.#note(thing, restorePlace, key, (thing as Keyed)[key]);
    else if (Array.isArray(thing) && Number(key) >= thing.length) this.push(thing);
    else if (Array.isArray(thing)) this.#elements(thing);
    else if (!ArrayBuffer.isView(thing)) this.#note(thing, restoreNothing, key, undefined);
  }

  /** Before `thing.length = …`. */
  length(thing: { readonly length: number }, restore: Restore): void {
    if (Array.isArray(thing)) this.#elements(thing);
    else this.#note(thing, restore, 0, thing.length);
  }

  /** Before a loop that writes to elements from `from` to `to` - 1. */
  range(thing: unknown, from: number, to: number): void {
    if (Array.isArray(thing)) this.#elements(thing);
    else if (isTyped(thing)) this.#numbers(thing, Math.max(0, from), Math.min(to, thing.length));
    else for (let i = from; i < to; i += 1) this.place(thing as Keyed, i);
  }

  /** `thing[key] = value`, where the three are not to be evaluated twice. */
  put(thing: Keyed, key: string, value: unknown): unknown {
    if (key === 'length') this.length(thing as unknown as { length: number }, restoreLength);
    else this.place(thing, key);
    thing[key] = value;
    return value;
  }

  /** `Object.assign(thing, …)` */
  assign(thing: Keyed, ...sources: readonly object[]): unknown {
    for (const source of sources) for (const key of Object.keys(source)) this.place(thing, key);
    return Object.assign(thing, ...sources) as unknown;
  }

  push(thing: unknown): void {
    if (Array.isArray(thing)) this.#note(thing, restorePushed, 0, thing.length);
  }

  pop(thing: unknown): void {
    if (Array.isArray(thing) && thing.length > 0)
      this.#note(thing, restorePopped, 0, thing[thing.length - 1]);
  }

  shift(thing: unknown): void {
    this.#whole(thing);
  }

  unshift(thing: unknown): void {
    this.#whole(thing);
  }

  splice(thing: unknown): void {
    this.#whole(thing);
  }

  sort(thing: unknown): void {
    this.#whole(thing);
  }

  reverse(thing: unknown): void {
    this.#whole(thing);
  }

  fill(thing: unknown, _value: unknown, from?: number, to?: number): void {
    if (isTyped(thing)) this.#numbers(thing, from, to);
    else this.#whole(thing);
  }

  copyWithin(thing: unknown): void {
    this.#whole(thing);
  }

  set(thing: unknown, key: unknown, start?: unknown): void {
    if (thing instanceof Map) {
      if (thing.has(key)) this.#note(thing, restoreEntry, key, thing.get(key));
      else this.#note(thing, restoreNoEntry, key, undefined);
    } else if (isTyped(thing)) {
      const from = (start as number | undefined) ?? 0;
      this.#numbers(thing, from, from + (key as ArrayLike<number>).length);
    }
  }

  add(thing: unknown, value: unknown): void {
    if (thing instanceof Set && !thing.has(value)) this.#note(thing, restoreNoEntry, value, 0);
  }

  delete(thing: unknown, key: unknown): void {
    if ((thing instanceof Set || thing instanceof Map) && thing.has(key)) this.#entries(thing);
  }

  clear(thing: unknown): void {
    if ((thing instanceof Set || thing instanceof Map) && thing.size > 0) this.#entries(thing);
  }

  /** Anything but an array has a method of that name, which is journaled itself. */
  #whole(thing: unknown): void {
    if (Array.isArray(thing)) this.#elements(thing);
    else if (isTyped(thing)) this.#numbers(thing);
  }

  #elements(thing: unknown[]): void {
    this.#note(thing, restoreElements, 0, thing.slice());
  }

  #entries(thing: Collection): void {
    this.#note(thing, restoreEntries, 0, [...thing]);
  }

  #numbers(thing: TypedArray, from = 0, to = thing.length): void {
    if (to <= from) return;
    if (thing instanceof Int32Array)
      this.#note(thing, this.#restoreIntegers, from, this.#keep(thing, from, to));
    else this.#note(thing, restoreNumbers, from, thing.slice(from, to));
  }

  /** Where the integers are kept. */
  #keep(thing: Int32Array, from: number, to: number): number {
    const place = this.#integersEnd;
    const end = place + 1 + to - from;
    if (end > this.#integers.length) {
      const wider = new Int32Array(2 * end);
      wider.set(this.#integers);
      this.#integers = wider;
    }
    const integers = this.#integers;
    integers[place] = to - from;
    for (let i = from; i < to; i += 1) integers[place + 1 + i - from] = thing[i] as number;
    this.#integersEnd = end;
    return place;
  }

  readonly #restoreIntegers = (thing: Int32Array, from: number, place: number): void => {
    const integers = this.#integers;
    const count = integers[place] as number;
    for (let i = 0; i < count; i += 1) thing[from + i] = integers[place + 1 + i] as number;
    this.#integersEnd = place;
  };

  #note(thing: unknown, restore: Restore, key: unknown, old: unknown): void {
    const at = this.#end;
    if (at === this.#log.length) this.#grow();
    const log = this.#log;
    log[at] = thing;
    log[at + 1] = restore;
    log[at + 2] = key;
    log[at + 3] = old;
    this.#end = at + NOTE_WORDS;
  }

  #grow(): void {
    for (let i = 0; i < GROWTH; i += 1) this.#log.push(undefined);
  }
}

/** Not a Buffer's relatives: what the models have. */
function isTyped(thing: unknown): thing is TypedArray {
  return ArrayBuffer.isView(thing) && !(thing instanceof DataView);
}

function restorePlace(thing: Keyed, key: PropertyKey, old: unknown): void {
  thing[key] = old;
}

function restoreLength(thing: { length: number }, _key: unknown, old: number): void {
  thing.length = old;
}

function restoreNothing(thing: Keyed, key: PropertyKey): void {
  // oxlint-disable-next-line typescript/no-dynamic-delete -- it was not there
  delete thing[key];
}

/** Popping what is one or two too many is cheaper than setting the length. */
function restorePushed(thing: unknown[], _key: unknown, length: number): void {
  while (thing.length > length) thing.pop();
}

function restorePopped(thing: unknown[], _key: unknown, old: unknown): void {
  thing.push(old);
}

function restoreElements(thing: unknown[], _key: unknown, elements: readonly unknown[]): void {
  while (thing.length > elements.length) thing.pop();
  const { length } = thing;
  for (let i = 0; i < length; i += 1) thing[i] = elements[i];
  for (let i = length; i < elements.length; i += 1) thing.push(elements[i]);
}

function restoreNumbers(thing: TypedArray, from: number, numbers: ArrayLike<number>): void {
  thing.set(numbers, from);
}

function restoreEntry(map: Map<unknown, unknown>, key: unknown, old: unknown): void {
  map.set(key, old);
}

function restoreNoEntry(collection: Collection, key: unknown): void {
  collection.delete(key);
}

function restoreEntries(collection: Collection, _key: unknown, entries: readonly unknown[]): void {
  collection.clear();
  if (collection instanceof Set) for (const entry of entries) collection.add(entry);
  else for (const [key, value] of entries as [unknown, unknown][]) collection.set(key, value);
}
