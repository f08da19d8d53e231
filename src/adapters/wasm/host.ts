/**
 * What a module is given and made of: its imports, a memory with a most, a fresh instance for each program.
 *
 * Functions that it imports are not there: they throw when they are called, with their name. An allocator needs none of
 * them; it reports by them that something is wrong. Those by which memory grows do what they should.
 */
import { UsageError } from '../../base/errors.ts';
import type { Bytes, Pages } from '../../base/units.ts';
import type { Binary } from './binary.ts';
import { withPagesMax } from './binary.ts';
import { WebAssembly } from './webassembly.ts';
import type { WasmMemory, WasmModule } from './webassembly.ts';

export const WASM_PAGE_BYTES: Bytes = 65_536;

/** A function of WebAssembly as we call it: 32-bit words. */
export type Word = (...words: readonly number[]) => number;

/** Imports by module and name, as WebAssembly.instantiate takes them. */
export type WasmImports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Module {
  /** For messages. */
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly binary: Binary;
  /** Go before what is made up. */
  readonly imports: WasmImports;
}

/** A running module. */
export interface Instance {
  readonly memory: { readonly buffer: ArrayBufferLike };
  call(name: string): Word;
}

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const VERSION = [0x01, 0x00, 0x00, 0x00];

/** @throws {UsageError} where the bytes are no module, or one that this Node does not take */
export function checkModule(file: string, bytes: Uint8Array): void {
  checkMagic(file, bytes);
  compiled(file, bytes);
}

function checkMagic(file: string, bytes: Uint8Array): void {
  const begins = (with_: readonly number[], at: number): boolean =>
    with_.every((byte, i) => bytes[at + i] === byte);
  if (begins(MAGIC, 0) && begins(VERSION, 4)) return;
  const isComponent = begins(MAGIC, 0) && bytes[6] === 1;
  const isText = new TextDecoder().decode(bytes.subarray(0, 64)).trimStart().startsWith('(');
  const hint = isComponent
    ? 'it is a component\nuse the core module that it was made from'
    : isText
      ? 'it looks like the text format\nassemble it first: wat2wasm'
      : 'a module begins with the bytes 00 61 73 6d 01 00 00 00';
  throw new UsageError(`${file} is no WebAssembly module: ${hint}`);
}

/** Makes instances of one module, whose memory has so many pages at most, or as many as it needs to begin with. */
export class Host {
  readonly #module: Module;
  readonly #compiled: WasmModule;
  readonly #pagesMax: Pages;

  /** @throws {UsageError} where it has no memory, imports what cannot be made up, or is not valid */
  constructor(module: Module, pagesMax: Pages) {
    const { file, bytes, binary } = module;
    const limits = binary.memory ?? binary.importedMemory?.limits;
    if (limits === undefined)
      throw new UsageError(`${file} has no memory of its own, and imports none`);
    this.#pagesMax = Math.max(limits.pages, Math.min(pagesMax, limits.pagesMax ?? pagesMax));
    this.#module = module;
    this.#compiled = compiled(file, withPagesMax(bytes, binary, this.#pagesMax));
    checkImports(module, this.#compiled);
  }

  /** Bytes that its memory can grow to. */
  get bytesMax(): Bytes {
    return this.#pagesMax * WASM_PAGE_BYTES;
  }

  /** @throws {UsageError} where it cannot be started at all */
  start(): Instance {
    try {
      return this.#start();
    } catch (error) {
      if (error instanceof UsageError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      throw new UsageError(`${this.#module.file} cannot be started: ${message}`);
    }
  }

  #start(): Instance {
    const { file, binary } = this.#module;
    const made = new Made(this.#module, this.#pagesMax);
    const { exports } = new WebAssembly.Instance(this.#compiled, made.imports(this.#compiled));
    const memory = made.memory ?? Object.values(exports).find(isMemory);
    if (memory === undefined)
      throw new UsageError(`${file} does not export its memory\nlink it with --export-memory`);
    made.memory = memory;
    const instance: Instance = { memory, call: (name) => exports[name] as Word };
    const initializer = INITIALIZERS.find(
      (name) => binary.functions.get(name)?.params.length === 0,
    );
    if (initializer !== undefined) instance.call(initializer)();
    return instance;
  }
}

/** What a module without a main function wants to be called first. */
const INITIALIZERS = ['_initialize', '__wasm_call_ctors'];

function compiled(file: string, bytes: Uint8Array): WasmModule {
  try {
    return new WebAssembly.Module(new Uint8Array(bytes));
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    throw new UsageError(`${file} cannot be compiled: ${error.message}`);
  }
}

function isMemory(value: unknown): value is WasmMemory {
  return value instanceof WebAssembly.Memory;
}

function checkImports({ file, imports }: Module, module: WasmModule): void {
  const wanted = WebAssembly.Module.imports(module).find(
    ({ module: from, name, kind }) =>
      kind !== 'function' && kind !== 'memory' && imports[from]?.[name] === undefined,
  );
  if (wanted === undefined) return;
  throw new UsageError(
    `${file} imports the ${wanted.kind} ${wanted.module}.${wanted.name}, which cannot be made up\n` +
      'give it in a config: wasmSubject({ file, imports })',
  );
}

/** The imports of one instance, made up where nobody gave them. */
class Made {
  memory: WasmMemory | undefined;
  readonly #module: Module;
  readonly #pagesMax: Pages;

  constructor(module: Module, pagesMax: Pages) {
    this.#module = module;
    this.#pagesMax = pagesMax;
  }

  imports(module: WasmModule): object {
    const all: Record<string, Record<string, unknown>> = {};
    for (const { module: from, name, kind } of WebAssembly.Module.imports(module)) {
      const given = this.#module.imports[from]?.[name];
      const value = given ?? (kind === 'memory' ? this.#newMemory() : this.#stub(from, name));
      if (isMemory(value)) this.memory = value;
      (all[from] ??= {})[name] = value;
    }
    return all;
  }

  #newMemory(): WasmMemory {
    const { pages = 0, isShared = false } = this.#module.binary.importedMemory?.limits ?? {};
    return new WebAssembly.Memory({ initial: pages, maximum: this.#pagesMax, shared: isShared });
  }

  #stub(from: string, name: string): Word {
    if (name === 'emscripten_notify_memory_growth') return () => 0;
    if (name === 'emscripten_resize_heap') return (bytes = 0) => this.#growTo(bytes >>> 0);
    if (name === 'abort' && from === 'env') return (...words) => this.#abort(words);
    return () => {
      throw new Error(`it called ${from}.${name}, which is not there`);
    };
  }

  /** 1 where the memory has at least so many bytes afterwards. */
  #growTo(bytes: Bytes): number {
    const { memory } = this;
    if (memory === undefined) return 0;
    const pages = Math.ceil((bytes - memory.buffer.byteLength) / WASM_PAGE_BYTES);
    try {
      if (pages > 0) memory.grow(pages);
      return 1;
    } catch {
      return 0;
    }
  }

  /** AssemblyScript's: a text and a place, each in UTF-16 behind its length; C's has no words. */
  #abort([text = 0, file = 0, line = 0, column = 0]: readonly number[]): number {
    const said = this.#text(text) || 'abort';
    const place = file === 0 ? '' : ` in ${this.#text(file)}:${line}:${column}`;
    throw new Aborted(`${said}${place}`);
  }

  #text(at: number): string {
    const buffer = this.memory?.buffer;
    if (at < 4 || buffer === undefined || at > buffer.byteLength) return '';
    const bytes = new DataView(buffer).getUint32(at - 4, true);
    if (bytes > TEXT_BYTES_MAX || at + bytes > buffer.byteLength) return '';
    return new TextDecoder('utf-16le').decode(new Uint8Array(buffer).slice(at, at + bytes));
  }
}

const TEXT_BYTES_MAX = 512;

/** A module gave up by env.abort. */
export class Aborted extends Error {
  override readonly name = 'Aborted';
}
