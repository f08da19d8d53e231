/**
 * The parts of a WebAssembly binary that its JavaScript interface does not tell: signatures, and limits of the memory.
 *
 * @source  WebAssembly Core Specification 2.0, 5 Binary Format
 */
import type { Pages } from '../../base/units.ts';

/** Of 64 KiB. */
export interface MemoryLimits {
  readonly pages: Pages;
  readonly pagesMax: Pages | undefined;
  readonly isShared: boolean;
}

/** Types of values, as the text format names them. */
export interface Signature {
  readonly params: readonly string[];
  readonly results: readonly string[];
}

export interface ImportedMemory {
  readonly module: string;
  readonly name: string;
  readonly limits: MemoryLimits;
}

export interface Binary {
  readonly importedMemory: ImportedMemory | undefined;
  /** Of its own memory, with the place of that section's contents. */
  readonly memory: (MemoryLimits & Section) | undefined;
  /** Signatures of all exported functions, and of the imported ones by `module.name`. */
  readonly functions: ReadonlyMap<string, Signature>;
  readonly imports: ReadonlyMap<string, Signature>;
}

interface Section {
  /** Index of the section's id, and behind its last byte. */
  readonly from: number;
  readonly to: number;
}

const ID = { type: 1, import: 2, function: 3, memory: 5, export: 7 } as const;
const KIND = { function: 0, table: 1, memory: 2, global: 3 } as const;
const HEADER_BYTES = 8;
const LIMIT_HAS_MAX = 1;
const LIMIT_IS_SHARED = 2;

const VALUE_TYPES: Readonly<Record<number, string>> = {
  0x7f: 'i32',
  0x7e: 'i64',
  0x7d: 'f32',
  0x7c: 'f64',
  0x7b: 'v128',
  0x70: 'funcref',
  0x6f: 'externref',
};

/** @param bytes  a module that WebAssembly.Module takes */
export function readBinary(bytes: Uint8Array): Binary {
  return new Reading(bytes).binary();
}

/** The module with another most of its own memory. */
export function withPagesMax(bytes: Uint8Array, binary: Binary, pagesMax: Pages): Uint8Array {
  const { memory } = binary;
  if (memory === undefined) return bytes;
  const flags = LIMIT_HAS_MAX | (memory.isShared ? LIMIT_IS_SHARED : 0);
  const contents = [1, flags, ...leb(memory.pages), ...leb(pagesMax)];
  const section = [ID.memory, ...leb(contents.length), ...contents];
  return Uint8Array.from([
    ...bytes.subarray(0, memory.from),
    ...section,
    ...bytes.subarray(memory.to),
  ]);
}

function leb(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

class Reading {
  readonly #bytes: Uint8Array;
  #at = HEADER_BYTES;
  readonly #types: Signature[] = [];
  /** Types of all functions, the imported ones first. */
  readonly #functions: number[] = [];
  readonly #exports = new Map<string, Signature>();
  readonly #imports = new Map<string, Signature>();
  #importedMemory: ImportedMemory | undefined;
  #memory: Binary['memory'];

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  binary(): Binary {
    while (this.#at < this.#bytes.length) {
      const from = this.#at;
      const id = this.#byte();
      const length = this.#u32();
      const to = this.#at + length;
      this.#section(id, { from, to });
      this.#at = to;
    }
    return {
      importedMemory: this.#importedMemory,
      memory: this.#memory,
      functions: this.#exports,
      imports: this.#imports,
    };
  }

  #section(id: number, place: Section): void {
    switch (id) {
      case ID.type:
        return this.#each(() => this.#types.push(this.#signature()));
      case ID.import:
        return this.#each(() => this.#import());
      case ID.function:
        return this.#each(() => this.#functions.push(this.#u32()));
      case ID.memory:
        return this.#each(() => {
          this.#memory = { ...this.#limits(), ...place };
        });
      case ID.export:
        return this.#each(() => this.#export());
      default:
        return undefined;
    }
  }

  #each(read: () => void): void {
    for (let count = this.#u32(); count > 0; count -= 1) read();
  }

  #signature(): Signature {
    this.#byte();
    return { params: this.#values(), results: this.#values() };
  }

  #values(): readonly string[] {
    return Array.from({ length: this.#u32() }, () => {
      const type = this.#byte();
      return VALUE_TYPES[type] ?? `type 0x${type.toString(16)}`;
    });
  }

  #import(): void {
    const module = this.#name();
    const name = this.#name();
    switch (this.#byte()) {
      case KIND.function:
        this.#importFunction(`${module}.${name}`);
        return;
      case KIND.memory:
        this.#importedMemory = { module, name, limits: this.#limits() };
        return;
      case KIND.table:
        this.#byte();
        this.#limits();
        return;
      default:
        this.#byte();
        this.#byte();
    }
  }

  #importFunction(name: string): void {
    const index = this.#u32();
    const type = this.#types[index];
    this.#functions.push(index);
    if (type !== undefined) this.#imports.set(name, type);
  }

  #export(): void {
    const name = this.#name();
    const isFunction = this.#byte() === KIND.function;
    const index = this.#u32();
    const type = this.#types[this.#functions[index] ?? -1];
    if (isFunction && type !== undefined) this.#exports.set(name, type);
  }

  #limits(): MemoryLimits {
    const flags = this.#byte();
    const pages = this.#u32();
    const pagesMax = (flags & LIMIT_HAS_MAX) === 0 ? undefined : this.#u32();
    return { pages, pagesMax, isShared: (flags & LIMIT_IS_SHARED) !== 0 };
  }

  #name(): string {
    const length = this.#u32();
    const text = new TextDecoder().decode(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return text;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at] as number;
    this.#at += 1;
    return byte;
  }

  /** Unsigned LEB128. */
  #u32(): number {
    let value = 0;
    for (let shift = 1; ; shift *= 0x80) {
      const byte = this.#byte();
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) return value;
    }
  }
}
