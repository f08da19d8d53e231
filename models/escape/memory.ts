/** The memory of a running program: frames, objects that come and go, and what was seen of them. */
import type { Access, Holding, Place, Survivor } from '../../spec/views/escape.ts';
import type { Func, Site, Variable } from './syntax.ts';
import type { Type } from './types.ts';
import { addressesAt, addressesIn, isCell, partOf, slotOf } from './values.ts';
import type { FuncValue, Group, Obj, Slot, Value, Whole } from './values.ts';

/** Where objects are put, and what closures have a copy of. */
export interface Placing {
  readonly regionOf: (site: Site) => 'stack' | 'heap';
  /** Whether the object's memory is used again when the statement is over. */
  readonly isTransient: (site: Site) => boolean;
  readonly isCopied: (func: Func, variable: Variable) => boolean;
}

/** The activation of a function. */
export interface Frame {
  readonly func: Func;
  readonly closure: FuncValue | undefined;
  readonly slots: Map<Variable, Slot>;
  /** Objects of the stack, in the order in which they were made. */
  readonly objects: Obj[];
  /** Those of the statement that runs. */
  readonly transients: Obj[];
  /** Deferred calls, the last one first to run. */
  readonly deferred: (() => void)[];
  /** Loops that it is in. */
  loops: number;
}

/** What was seen of a run. */
export interface Seen {
  readonly accesses: Access[];
  readonly stores: Holding[];
  readonly survivors: Survivor[];
}

export class Memory {
  readonly seen: Seen = { accesses: [], stores: [], survivors: [] };
  readonly frames: Frame[] = [];
  readonly #placing: Placing;
  readonly #names = new Map<Site, string>();

  constructor(placing: Placing) {
    this.#placing = placing;
  }

  get frame(): Frame {
    return this.frames.at(-1) as Frame;
  }

  enter(func: Func, closure: FuncValue | undefined): void {
    this.frames.push({
      func,
      closure,
      slots: new Map(),
      objects: [],
      transients: [],
      deferred: [],
      loops: 0,
    });
  }

  /** Ends the frame; what it made on the stack is gone. */
  leave(results: readonly Value[]): void {
    const { objects, func } = this.frames.pop() as Frame;
    this.#end(objects, 0, func.pos, () =>
      results
        .flatMap((value) => addressesIn(value))
        .map((target) => ({
          holder: `a result of ${func.name}`,
          target,
        })),
    );
  }

  /** Ends what the frame made on the stack since it had so many objects. */
  endIteration(since: number, at: Place): void {
    this.#end(this.frame.objects, since, at, () => []);
  }

  /** Ends what nobody needs any more when the statement is over. */
  endStatement(): void {
    const { transients } = this.frame;
    for (const object of transients) object.isGone = true;
    transients.length = 0;
  }

  #end(
    objects: Obj[],
    since: number,
    at: Place,
    more: () => readonly { readonly holder: string; readonly target: Obj }[],
  ): void {
    const ended = objects.splice(since);
    for (const object of ended) object.isGone = true;
    // Where nobody had an address, nobody can have kept it.
    if (!ended.some(({ isExposed }) => isExposed)) return;
    const held = this.frames.flatMap((frame) =>
      frame.objects
        .filter(({ isGone }) => !isGone)
        .flatMap(({ root, name }) => addressesAt(root).map((target) => ({ holder: name, target }))),
    );
    for (const { holder, target } of [...held, ...more()]) {
      this.seen.survivors.push({ at, holder, target, isGone: target.isGone });
    }
  }

  /** A new object of a site. */
  make(site: Site, type: Type): Obj {
    const region = this.#placing.regionOf(site);
    const object = this.#object(this.#nameOf(site), region, type);
    if (region === 'stack') this.frame.objects.push(object);
    if (region === 'stack' && this.#placing.isTransient(site)) this.frame.transients.push(object);
    return object;
  }

  /** A new object that no site decides of. */
  makeAt(name: string, region: Obj['region'], type: Type): Obj {
    const object = this.#object(name, region, type);
    if (region === 'stack') this.frame.objects.push(object);
    return object;
  }

  #object(name: string, region: Obj['region'], type: Type): Obj {
    const object: Obj = {
      name,
      region,
      isGone: false,
      isExposed: false,
      root: undefined as unknown as Slot,
    };
    object.root = slotOf(object, type);
    return object;
  }

  #nameOf(site: Site): string {
    let name = this.#names.get(site);
    if (name === undefined) {
      const { text, pos } = site;
      name = `${text}, ${pos.line}:${pos.column}`;
      this.#names.set(site, name);
    }
    return name;
  }

  /** What is in a piece of memory. */
  load(slot: Slot, at: Place): Value {
    this.touch(slot.object, at);
    return valueAt(slot);
  }

  store(slot: Slot, value: Value, at: Place): void {
    const { object } = slot;
    this.touch(object, at);
    if (object.region !== 'stack') {
      for (const target of addressesIn(value))
        this.seen.stores.push({ at, holder: object, target });
    }
    put(slot, value);
  }

  /** Notes that an object is used. */
  touch(object: Obj, at: Place): void {
    this.seen.accesses.push({ at, object, wasGone: object.isGone });
  }

  /** The memory that a variable's name stands for. */
  slotOf(variable: Variable, at: Place): Slot {
    const { frame } = this;
    const own = frame.slots.get(variable);
    if (own !== undefined) return own;
    const captured = frame.closure?.captured as Group;
    const part = captured.parts.get(frame.func.captures.indexOf(variable)) as Slot;
    if (this.#placing.isCopied(frame.func, variable)) return part;
    const pointer = this.load(part, at);
    return (pointer as Extract<Value, { kind: 'pointer' }>).slot;
  }

  /** Fills a new closure's object with what it captures. */
  capture(captured: Group, func: Func, at: Place): void {
    for (const [i, variable] of func.captures.entries()) {
      const { object } = captured;
      const slot = this.slotOf(variable, at);
      const isCopied = this.#placing.isCopied(func, variable);
      const part = isCopied ? slotOf(object, variable.type) : addressCell(object);
      captured.parts.set(i, part);
      if (!isCopied) slot.object.isExposed = true;
      this.store(part, isCopied ? this.load(slot, at) : { kind: 'pointer', slot }, at);
    }
  }
}

function addressCell(object: Obj): Slot {
  return { object, type: { kind: 'nil' }, value: null };
}

function valueAt(slot: Slot): Value {
  if (isCell(slot)) return slot.value;
  const parts = [...slot.parts].map(([i, part]): [number, Value] => [i, valueAt(part)]);
  return { kind: 'whole', parts: new Map(parts) };
}

function put(slot: Slot, value: Value): void {
  if (isCell(slot)) {
    slot.value = value;
    return;
  }
  const { parts } = value as Whole;
  for (const [i, part] of slot.parts) if (!parts.has(i)) clear(part);
  for (const [i, part] of parts) put(partOf(slot, i), part);
}

function clear(slot: Slot): void {
  if (!isCell(slot)) for (const part of slot.parts.values()) clear(part);
  else slot.value = slot.type.kind === 'int' ? 0 : null;
}
