/** Values of a running program, and the memory that they are in. */
import type { PlacedObject } from '../../spec/views/escape.ts';
import type { Func } from './syntax.ts';
import type { Type } from './types.ts';

/** Memory that is made, and gone, as a whole. */
export interface Obj extends PlacedObject {
  isGone: boolean;
  /** Whether anybody ever had its address. */
  isExposed: boolean;
  root: Slot;
}

/** A piece of memory: one value, or the fields of a struct, the elements of an array, what a closure has. */
export type Slot = Cell | Group;

export interface Cell {
  readonly object: Obj;
  readonly type: Type;
  value: Value;
}

export interface Group {
  readonly object: Obj;
  readonly type: Type;
  /** Made when they are first needed: an array may be large. */
  readonly parts: Map<number, Slot>;
}

export type Value = number | null | Pointer | SliceValue | FuncValue | AnyValue | Whole;

export interface Pointer {
  readonly kind: 'pointer';
  readonly slot: Slot;
}

export interface SliceValue {
  readonly kind: 'slice';
  readonly array: Group;
  readonly low: number;
  readonly length: number;
  readonly capacity: number;
}

export interface FuncValue {
  readonly kind: 'func';
  readonly func: Func;
  /** What it captured; undefined for a function that is no closure. */
  readonly captured: Group | undefined;
}

/** A value in an interface: in a copy of its own, or itself. */
export interface AnyValue {
  readonly kind: 'any';
  readonly type: Type;
  readonly box: Slot | undefined;
  readonly direct: Value;
}

/** A struct or an array as a value: the parts that are not zero. */
export interface Whole {
  readonly kind: 'whole';
  readonly parts: ReadonlyMap<number, Value>;
}

/** What a variable of the type is at first. */
export function zeroOf(type: Type): Value {
  if (type.kind === 'struct' || type.kind === 'array') return { kind: 'whole', parts: new Map() };
  return type.kind === 'int' ? 0 : null;
}

/** Zero memory of a type. */
export function slotOf(object: Obj, type: Type): Slot {
  if (type.kind === 'struct' || type.kind === 'array') return { object, type, parts: new Map() };
  return { object, type, value: zeroOf(type) };
}

export function isCell(slot: Slot): slot is Cell {
  return 'value' in slot;
}

/** A part of a group, by the index of its field or element. */
export function partOf(group: Group, index: number): Slot {
  let part = group.parts.get(index);
  if (part === undefined) {
    part = slotOf(group.object, partType(group.type, index));
    group.parts.set(index, part);
  }
  return part;
}

function partType(type: Type, index: number): Type {
  if (type.kind === 'struct') return type.fields[index]?.type ?? type;
  return type.kind === 'array' ? type.of : type;
}

/** The objects whose addresses are in a value. */
export function addressesIn(value: Value, found: Obj[] = []): readonly Obj[] {
  if (value === null || typeof value === 'number') return found;
  switch (value.kind) {
    case 'pointer':
      found.push(value.slot.object);
      break;
    case 'slice':
      found.push(value.array.object);
      break;
    case 'func':
      if (value.captured !== undefined) found.push(value.captured.object);
      break;
    case 'any':
      if (value.box === undefined) addressesIn(value.direct, found);
      else found.push(value.box.object);
      break;
    case 'whole':
      for (const part of value.parts.values()) addressesIn(part, found);
      break;
  }
  return found;
}

/** The objects whose addresses are in a piece of memory. */
export function addressesAt(slot: Slot, found: Obj[] = []): readonly Obj[] {
  if (isCell(slot)) addressesIn(slot.value, found);
  else for (const part of slot.parts.values()) addressesAt(part, found);
  return found;
}
