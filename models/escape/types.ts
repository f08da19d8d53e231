/**
 * The types of the small language: a subset of Go's, with Go's sizes on 64-bit machines.
 *
 * A struct has a name and may contain pointers to itself; all other types are the same when they read the same.
 */

export type Type =
  | { readonly kind: 'int' | 'bool' | 'any' | 'nil' | 'none' }
  | { readonly kind: 'pointer' | 'slice'; readonly of: Type }
  | { readonly kind: 'array'; readonly length: number; readonly of: Type }
  | FuncType
  | StructType;

export interface FuncType {
  readonly kind: 'func';
  readonly params: readonly Type[];
  readonly results: readonly Type[];
}

export interface StructType {
  readonly kind: 'struct';
  readonly name: string;
  /** Filled when its declaration has been read. */
  readonly fields: Field[];
}

export interface Field {
  readonly name: string;
  readonly type: Type;
}

export const INT: Type = { kind: 'int' };
export const BOOL: Type = { kind: 'bool' };
export const ANY: Type = { kind: 'any' };
/** Of `nil`, which fits every type that has it. */
export const NIL: Type = { kind: 'nil' };
/** Of a call without a result, and of an expression before it is checked. */
export const NONE: Type = { kind: 'none' };

/** Bytes of a pointer, an integer and a func value. */
const WORD = 8;
const WORDS_OF_SLICE = 3;
const WORDS_OF_INTERFACE = 2;

export function pointerTo(of: Type): Type {
  return { kind: 'pointer', of };
}

export function sliceOf(of: Type): Type {
  return { kind: 'slice', of };
}

const texts = new WeakMap<Type, string>();

/** As it is written in Go. */
export function typeText(type: Type): string {
  let text = texts.get(type);
  if (text === undefined) {
    text = newText(type);
    texts.set(type, text);
  }
  return text;
}

function newText(type: Type): string {
  switch (type.kind) {
    case 'pointer':
      return `*${typeText(type.of)}`;
    case 'slice':
      return `[]${typeText(type.of)}`;
    case 'array':
      return `[${type.length}]${typeText(type.of)}`;
    case 'struct':
      return type.name;
    case 'func':
      return `func(${type.params.map(typeText).join(', ')})${resultText(type.results)}`;
    case 'none':
      return 'no value';
    case 'int':
    case 'bool':
    case 'any':
    case 'nil':
      return type.kind;
  }
}

/** The results of a function behind its parameters: nothing, ` T`, ` (T, U)`. */
export function resultText(results: readonly Type[]): string {
  if (results.length === 0) return '';
  const texts = results.map(typeText);
  return texts.length === 1 ? ` ${texts[0]}` : ` (${texts.join(', ')})`;
}

export function isSame(a: Type, b: Type): boolean {
  return a === b || typeText(a) === typeText(b);
}

/** Whether a value of type `from` may be stored where `to` is. */
export function isAssignable(from: Type, to: Type): boolean {
  return from.kind === 'nil' ? hasNil(to) : isSame(from, to);
}

export function hasNil({ kind }: Type): boolean {
  return kind === 'pointer' || kind === 'slice' || kind === 'func' || kind === 'any';
}

/** Bytes of a variable. */
export function sizeOf(type: Type): number {
  switch (type.kind) {
    case 'slice':
      return WORDS_OF_SLICE * WORD;
    case 'any':
      return WORDS_OF_INTERFACE * WORD;
    case 'array':
      return type.length * sizeOf(type.of);
    case 'struct':
      return type.fields.reduce((sum, field) => sum + sizeOf(field.type), 0);
    case 'bool':
    case 'none':
      return 0;
    case 'int':
    case 'nil':
    case 'pointer':
    case 'func':
      return WORD;
  }
}

/** Whether a variable of the type may hold an address. */
export function hasPointers(type: Type): boolean {
  if (type.kind === 'array') return type.length > 0 && hasPointers(type.of);
  if (type.kind === 'struct') return type.fields.some((field) => hasPointers(field.type));
  return hasNil(type);
}

/**
 * Whether an interface holds a value of the type itself, and not the address of a copy.
 *
 * @source go1.19 cmd/compile/internal/types/type.go IsDirectIface
 */
export function isDirect(type: Type): boolean {
  if (type.kind === 'array') return type.length === 1 && isDirect(type.of);
  if (type.kind === 'struct') {
    const [only] = type.fields;
    return type.fields.length === 1 && only !== undefined && isDirect(only.type);
  }
  return type.kind === 'pointer' || type.kind === 'func';
}
