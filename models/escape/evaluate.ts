/** Expressions of a running program. */
import type { Memory } from './memory.ts';
import { RunEnd } from './run-end.ts';
import type { Call, Checked, Expr, Func, Pos, Site, Stmt, Variable } from './syntax.ts';
import { INT, NONE, isSame } from './types.ts';
import type { Type } from './types.ts';
import { partOf, slotOf, zeroOf } from './values.ts';
import type { AnyValue, FuncValue, Group, Obj, SliceValue, Slot, Value, Whole } from './values.ts';

type Of<K extends Expr['kind']> = Extract<Expr, { kind: K }>;
type Callable = (func: Func, closure: Value, args: readonly Value[]) => readonly Value[];

/** Most elements of a slice. */
const ELEMENTS_MAX = 1 << 24;

/** What a range goes over. */
interface Elements {
  readonly length: number;
  readonly at: (index: number) => Value;
}

export class Evaluator {
  readonly #memory: Memory;
  readonly #call: Callable;
  readonly #globals = new Map<string, Slot>();

  constructor({ globals }: Checked, memory: Memory, call: Callable) {
    this.#memory = memory;
    this.#call = call;
    for (const { name, type } of globals) {
      this.#globals.set(name, memory.makeAt(name, 'global', type).root);
    }
  }

  declare(variable: Variable, value: Value): void {
    const object = this.#memory.make(variable.site as Site, variable.type);
    this.#memory.frame.slots.set(variable, object.root);
    this.#memory.store(object.root, value, variable.pos);
  }

  values(exprs: readonly Expr[], count: number, _at: Pos): readonly Value[] {
    const [first] = exprs;
    if (exprs.length < count && first?.kind === 'call') return this.results(first);
    return exprs.map((expr) => this.value(expr));
  }

  assign({ targets, values, op, pos }: Extract<Stmt, { kind: 'assign' }>): void {
    const slots = targets.map((target) =>
      target.kind === 'name' && target.name === '_' ? undefined : this.#slot(target),
    );
    const given = this.values(values, targets.length, pos);
    for (const [i, slot] of slots.entries()) {
      if (slot === undefined) continue;
      const value = given[i] as Value;
      const sum =
        op === '+=' ? ((this.#memory.load(slot, pos) as number) + (value as number)) | 0 : value;
      this.#memory.store(slot, sum, pos);
    }
  }

  setResults({ values, pos }: Extract<Stmt, { kind: 'return' }>): void {
    if (values.length === 0) return;
    const { results } = this.#memory.frame.func.variables;
    const given = this.values(values, results.length, pos);
    for (const [i, result] of results.entries()) {
      this.#memory.store(this.#memory.slotOf(result, pos), given[i] as Value, pos);
    }
  }

  results({ callee, args, pos }: Call): readonly Value[] {
    const func = this.#callee(this.value(callee), pos);
    return this.call(
      func,
      args.map((arg) => this.value(arg)),
    );
  }

  call(func: FuncValue, args: readonly Value[]): readonly Value[] {
    return this.#call(func.func, func, args);
  }

  #callee(value: Value, at: Pos): FuncValue {
    if (value === null) throw new RunEnd('a nil function is called', at);
    const func = value as FuncValue;
    if (func.captured !== undefined) this.#memory.touch(func.captured.object, at);
    return func;
  }

  /**
   * Keeps a call's callee and arguments until it runs, in a record.
   *
   * A slice literal is made when it runs, of elements that are kept.
   */
  later({ kind, call, site, pos }: Extract<Stmt, { kind: 'defer' | 'go' }>): () => void {
    const memory = this.#memory;
    const isInFrame = kind === 'defer' && memory.frame.loops === 0;
    const record =
      site === undefined
        ? memory.makeAt(
            `what ${kind} keeps, ${pos.line}:${pos.column}`,
            isInFrame ? 'stack' : 'heap',
            NONE,
          )
        : memory.make(site, NONE);
    record.isExposed = true;
    const parts = new Map<number, Slot>();
    record.root = { object: record, type: NONE, parts };
    const keep = (expr: Expr): (() => Value) => {
      const slot = slotOf(record, expr.type);
      parts.set(parts.size, slot);
      memory.store(slot, this.value(expr), expr.pos);
      return () => memory.load(slot, pos);
    };
    const callee = keep(call.callee);
    const { func } = memory.frame;
    const args = call.args.map((arg): (() => Value) => {
      if (arg.kind !== 'literal' || arg.site === undefined) return keep(arg);
      const elements = arg.elements.map(keep);
      const { site: made } = arg;
      return () =>
        this.#sliceOf(
          made,
          elements.map((element) => element()),
          arg.pos,
        );
    });
    return () => {
      memory.enter(func, undefined);
      this.call(
        this.#callee(callee(), pos),
        args.map((arg) => arg()),
      );
      memory.leave([]);
    };
  }

  elements(over: Expr): Elements {
    const value = this.value(over);
    if (over.type.kind === 'array') {
      const { length, of } = over.type;
      const { parts } = value as Whole;
      return { length, at: (i) => parts.get(i) ?? zeroOf(of) };
    }
    if (value === null) return { length: 0, at: () => null };
    const slice = value as SliceValue;
    const at = (i: number): Value =>
      this.#memory.load(partOf(slice.array, slice.low + i), over.pos);
    return { length: slice.length, at };
  }

  number(expr: Expr): number {
    return this.value(expr) as number;
  }

  value(expr: Expr): Value {
    switch (expr.kind) {
      case 'number':
        return expr.value | 0;
      case 'nil':
        return null;
      case 'name':
        if (expr.func !== undefined) return { kind: 'func', func: expr.func, captured: undefined };
        return this.#memory.load(this.#slot(expr), expr.pos);
      case 'address':
        return this.#address(expr);
      case 'binary':
        return this.#binary(expr);
      case 'deref':
        return this.#memory.load(this.#slot(expr), expr.pos);
      case 'select':
      case 'index':
        return this.#part(expr);
      case 'slice':
        return this.#slice(expr);
      case 'new': {
        const object = this.#made(expr.site as Site, expr.of);
        return { kind: 'pointer', slot: object.root };
      }
      case 'make':
        return this.#make(expr);
      case 'literal':
        return this.#literal(expr);
      case 'append':
        return this.#append(expr);
      case 'call':
        return this.results(expr)[0] as Value;
      case 'closure':
        return this.#closure(expr);
      case 'convert':
        return this.#convert(expr);
      case 'assert':
        return this.#assert(expr);
      case 'len':
      case 'cap':
        return this.#length(expr);
    }
  }

  /** A new object whose address is about to be known. */
  #made(site: Site, type: Type): Obj {
    const object = this.#memory.make(site, type);
    object.isExposed = true;
    return object;
  }

  /** The memory that an addressable expression names. */
  #slot(expr: Expr): Slot {
    if (expr.kind === 'name') {
      const variable = expr.variable as Variable;
      if (variable.func === undefined) return this.#globals.get(variable.name) as Slot;
      return this.#memory.slotOf(variable, expr.pos);
    }
    if (expr.kind === 'deref') return this.#pointed(expr.of, expr.pos);
    if (expr.kind === 'select') {
      const isThrough = expr.of.type.kind === 'pointer';
      const group = isThrough ? this.#pointed(expr.of, expr.pos) : this.#slot(expr.of);
      return partOf(group as Group, fieldIndex(expr));
    }
    if (expr.kind === 'index') return this.#element(expr);
    // A value that is nowhere, such as the struct that a call returns, is put somewhere for the moment.
    const object = this.#memory.makeAt('a value', 'stack', expr.type);
    this.#memory.store(object.root, this.value(expr), expr.pos);
    return object.root;
  }

  #element({ of, index }: Of<'index'>): Slot {
    if (of.type.kind === 'array') {
      const group = this.#slot(of) as Group;
      return partOf(group, this.#inside(index, of.type.length));
    }
    const slice = this.value(of) as SliceValue | null;
    const at = this.#inside(index, slice?.length ?? 0);
    const { array, low } = slice as SliceValue;
    return partOf(array, low + at);
  }

  #pointed(expr: Expr, at: Pos): Slot {
    const pointer = this.value(expr) as Extract<Value, { kind: 'pointer' }> | null;
    if (pointer === null) throw new RunEnd('a nil pointer is followed', at);
    return pointer.slot;
  }

  #inside(expr: Expr, length: number): number {
    const index = this.value(expr) as number;
    if (index < 0 || index >= length) throw new RunEnd(`index ${index} of ${length}`, expr.pos);
    return index;
  }

  #part(expr: Of<'select'> | Of<'index'>): Value {
    return this.#memory.load(this.#slot(expr), expr.pos);
  }

  #address({ of, site }: Of<'address'>): Value {
    if (site === undefined) {
      const slot = this.#slot(of);
      slot.object.isExposed = true;
      return { kind: 'pointer', slot };
    }
    const value = this.value(of);
    const object = this.#made(site, of.type);
    this.#memory.store(object.root, value, of.pos);
    return { kind: 'pointer', slot: object.root };
  }

  #binary({ op, left, right }: Of<'binary'>): Value {
    const a = this.value(left);
    const b = this.value(right);
    if (op === '==') return Number(a === b);
    if (op === '!=') return Number(a !== b);
    const [x, y] = [a as number, b as number];
    switch (op) {
      case '+':
        return (x + y) | 0;
      case '-':
        return (x - y) | 0;
      case '*':
        return Math.imul(x, y);
      case '<':
        return Number(x < y);
      case '<=':
        return Number(x <= y);
      case '>':
        return Number(x > y);
      case '>=':
        return Number(x >= y);
    }
  }

  #slice({ of, low, high, pos }: Of<'slice'>): Value {
    const whole = this.#sliced(of);
    const from = low === undefined ? 0 : (this.value(low) as number);
    const to = high === undefined ? (whole?.length ?? 0) : (this.value(high) as number);
    if (from < 0 || to < from || to > (whole?.capacity ?? 0))
      throw new RunEnd(`slice ${from}:${to} of ${whole?.capacity ?? 0}`, pos);
    if (whole === null) return null;
    const { array, capacity } = whole;
    return {
      kind: 'slice',
      array,
      low: whole.low + from,
      length: to - from,
      capacity: capacity - from,
    };
  }

  #sliced(of: Expr): SliceValue | null {
    if (of.type.kind !== 'array') return this.value(of) as SliceValue | null;
    const array = this.#slot(of) as Group;
    array.object.isExposed = true;
    const { length } = of.type;
    return { kind: 'slice', array, low: 0, length, capacity: length };
  }

  #make({ of, length, capacity, site, pos }: Of<'make'>): Value {
    const elements = this.value(length) as number;
    const room = capacity === undefined ? elements : (this.value(capacity) as number);
    if (elements < 0 || room < elements || room > ELEMENTS_MAX)
      throw new RunEnd(`a slice of ${elements} with room for ${room}`, pos);
    const type: Type = { kind: 'array', length: room, of: (of as { readonly of: Type }).of };
    const array = this.#made(site as Site, type).root as Group;
    return { kind: 'slice', array, low: 0, length: elements, capacity: room };
  }

  #literal({ elements, site, pos }: Of<'literal'>): Value {
    const values = elements.map((element) => this.value(element));
    if (site !== undefined) return this.#sliceOf(site, values, pos);
    return { kind: 'whole', parts: new Map(values.entries()) };
  }

  /** A slice literal of these elements. */
  #sliceOf(site: Site, values: readonly Value[], at: Pos): Value {
    const { root } = this.#made(site, site.type);
    this.#memory.store(root, { kind: 'whole', parts: new Map(values.entries()) }, at);
    const { length } = values;
    return { kind: 'slice', array: root as Group, low: 0, length, capacity: length };
  }

  #append({ to, items, pos }: Of<'append'>): Value {
    const slice = this.value(to) as SliceValue | null;
    const values = items.map((item) => this.value(item));
    const before = slice?.length ?? 0;
    const length = before + values.length;
    const grown =
      slice !== null && length <= slice.capacity ? slice : this.#grown(slice, to, length, pos);
    for (const [i, value] of values.entries()) {
      this.#memory.store(partOf(grown.array, grown.low + before + i), value, pos);
    }
    return { ...grown, length };
  }

  /** A copy on the heap with more room. */
  #grown(slice: SliceValue | null, { type }: Expr, length: number, at: Pos): SliceValue {
    const of = type.kind === 'slice' ? type.of : INT;
    const capacity = 2 * length;
    const object = this.#memory.makeAt('a slice that has grown', 'heap', {
      kind: 'array',
      length: capacity,
      of,
    });
    const array = object.root as Group;
    for (let i = 0; i < (slice?.length ?? 0); i += 1) {
      const { array: from, low } = slice as SliceValue;
      this.#memory.store(partOf(array, i), this.#memory.load(partOf(from, low + i), at), at);
    }
    return { kind: 'slice', array, low: 0, length: slice?.length ?? 0, capacity };
  }

  #closure({ func, site, pos }: Of<'closure'>): Value {
    const object = this.#made(site as Site, NONE);
    const captured: Group = { object, type: NONE, parts: new Map() };
    object.root = captured;
    this.#memory.capture(captured, func, pos);
    return { kind: 'func', func, captured };
  }

  #convert({ value: of, site, pos }: Of<'convert'>): Value {
    const value = this.value(of);
    if (site === undefined) return { kind: 'any', type: of.type, box: undefined, direct: value };
    const { root } = this.#made(site, of.type);
    this.#memory.store(root, value, pos);
    return { kind: 'any', type: of.type, box: root, direct: null };
  }

  #assert({ value: of, to, pos }: Of<'assert'>): Value {
    const value = this.value(of) as AnyValue | null;
    if (value === null || !isSame(value.type, to)) throw new RunEnd('a wrong assertion', pos);
    return value.box === undefined ? value.direct : this.#memory.load(value.box, pos);
  }

  #length({ kind, of }: Of<'len' | 'cap'>): Value {
    if (of.type.kind === 'array') return of.type.length;
    const slice = this.value(of) as SliceValue | null;
    return (kind === 'len' ? slice?.length : slice?.capacity) ?? 0;
  }
}

function fieldIndex({ of, field }: Of<'select'>): number {
  const struct = of.type.kind === 'pointer' ? of.type.of : of.type;
  return struct.kind === 'struct' ? struct.fields.findIndex(({ name }) => name === field) : 0;
}
