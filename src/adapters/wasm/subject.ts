/**
 * `wasmSubject`: an allocator in a WebAssembly module as a subject.
 *
 *     export const mine = wasmSubject({ file: 'build/mine.wasm' });
 *
 * Each program runs in an instance of its own, whose memory has a most, so that it is used up now and then and a size that
 * nobody can have costs nothing. The module is otherwise as it is.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { defineSubject } from '../../../spec/subject.ts';
import type { SubjectDefinition } from '../../../spec/subject.ts';
import { UsageError } from '../../base/errors.ts';
import { MIB } from '../../base/units.ts';
import type { Bytes, Pages } from '../../base/units.ts';
import { BufferMemory, bytesOf } from '../js/buffer-memory.ts';
import { LIMIT, conventionalEdges } from '../js/edges.ts';
import { HangGuard } from '../js/hang-guard.ts';
import { InProcessHeap } from '../js/in-process-heap.ts';
import { readBinary } from './binary.ts';
import { WasmCalls } from './calls.ts';
import type { OutOfMemory } from './calls.ts';
import { CollectedHeap } from './collected-heap.ts';
import { areOfC, entriesOf, findCalls } from './exports.ts';
import type { Found, WasmNames } from './exports.ts';
import { Host, WASM_PAGE_BYTES, checkModule } from './host.ts';
import type { Module, WasmImports } from './host.ts';

export interface WasmDefinition {
  readonly file: string | URL;
  /** The file's name without its end, where not given. */
  readonly id?: string;
  readonly title?: string;
  /** Exports by what they are for, where their names do not say it: `{ malloc: 'my_alloc' }`. */
  readonly exports?: WasmNames;
  /**
   * How it says that there is no memory: by null, or by the trap `unreachable`. Where not given, by the trap for
   * AssemblyScript and wasm-bindgen, which document that.
   */
  readonly outOfMemory?: OutOfMemory;
  /** What the address of a block is a multiple of; where not given, of 8, or of the largest power of two in a smaller size. */
  readonly alignment?: Bytes;
  /** Imports that it needs to run; the others throw when they are called. */
  readonly imports?: WasmImports;
  /** What its memory can grow to: 64 MiB where not given. */
  readonly bytesMax?: Bytes;
}

const GEOMETRY = 'linear';
const BYTES_MAX: Bytes = 64 * MIB;
/** Modules that are kept, each with another most of its memory. */
const HOSTS_MAX = 16;

/** wasm32 has no wider scalar. */
const SCALAR_BYTES: Bytes = 8;

/**
 * @param guard  against calls that do not return
 * @throws {UsageError} where the file is no module, or one in which nothing allocates
 */
export function wasmSubject(
  definition: WasmDefinition,
  guard: HangGuard = new HangGuard(),
): SubjectDefinition {
  const { id, file, bytes } = read(definition);
  checkModule(file, bytes);
  const module: Module = {
    file,
    bytes,
    binary: readBinary(bytes),
    imports: definition.imports ?? {},
  };
  const found = findCalls(file, module.binary, definition.exports ?? {});
  const hosts = new Hosts(module, definition.bytesMax ?? BYTES_MAX);
  const { title = `the allocator of ${basename(file)}` } = definition;
  hosts.largest.start();
  return defineSubject({
    id,
    title,
    version: `${basename(file)}, ${bytes.length} bytes, sha256 ${digest(bytes)}`,
    offers: [],
    geometries: [GEOMETRY],
    edges: conventionalEdges(hosts.largest.bytesMax / 4),
    entries: [...entriesOf(found), LIMIT],
    create: ({ memoryLimit }) =>
      subjectOf(hosts.within(memoryLimit), { definition, found, module, guard }),
    guard: (run) => guard.program(run),
  });
}

interface Parts {
  readonly definition: WasmDefinition;
  readonly found: Found;
  readonly module: Module;
  readonly guard: HangGuard;
}

function subjectOf(
  host: Host,
  { definition, found, module, guard }: Parts,
): ReturnType<SubjectDefinition['create']> {
  const instance = host.start();
  const memory = new BufferMemory(bytesOf(() => instance.memory.buffer));
  const maxSize = host.bytesMax;
  if (found.has('new')) return new CollectedHeap(instance, { found, memory, maxSize, guard });
  const { outOfMemory = customOf(module, found), alignment = SCALAR_BYTES } = definition;
  return new InProcessHeap(new WasmCalls(instance, { found, outOfMemory, alignment }), {
    memory,
    maxSize,
    alignmentOf:
      definition.alignment === undefined && found.get('malloc')?.params === 1
        ? naturalAlignment
        : () => alignment,
    takesNull: areOfC(found),
    entries: entriesOf(found),
    guard,
  });
}

/** An object fits where its alignment is no larger than its size. */
function naturalAlignment(size: Bytes): Bytes {
  return size >= SCALAR_BYTES ? SCALAR_BYTES : 2 ** Math.floor(Math.log2(Math.max(1, size)));
}

/** What its makers document: Rust's glue and AssemblyScript, which imports an abort of four words. */
function customOf({ binary: { functions, imports } }: Module, found: Found): OutOfMemory {
  const isRust = found.get('malloc')?.name === '__wbindgen_malloc';
  const isAssemblyScript = functions.has('__new') || imports.get('env.abort')?.params.length === 4;
  return isRust || isAssemblyScript ? 'trap' : 'null';
}

/** Hosts of one module by the most of their memory. */
class Hosts {
  readonly largest: Host;
  readonly #module: Module;
  readonly #limited = new Map<Pages, Host>();

  constructor(module: Module, bytesMax: Bytes) {
    this.#module = module;
    this.largest = new Host(module, Math.floor(bytesMax / WASM_PAGE_BYTES));
  }

  /** @param limit  bytes that memory may grow by */
  within(limit: Bytes | undefined): Host {
    if (limit === undefined) return this.largest;
    const { memory, importedMemory } = this.#module.binary;
    const first = memory?.pages ?? importedMemory?.limits.pages ?? 0;
    const pages = first + Math.ceil(limit / WASM_PAGE_BYTES);
    if (pages * WASM_PAGE_BYTES >= this.largest.bytesMax) return this.largest;
    const made = this.#limited.get(pages) ?? new Host(this.#module, pages);
    if (this.#limited.size >= HOSTS_MAX) this.#limited.clear();
    this.#limited.set(pages, made);
    return made;
  }
}

function read({ file: from, id }: WasmDefinition): { id: string; file: string; bytes: Uint8Array } {
  const file = typeof from === 'string' ? from : from.pathname;
  try {
    return { id: id ?? idOf(file), file, bytes: readFileSync(from) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new UsageError(`there is no file ${file}`);
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
  }
}

/** A word of a program's text. */
function idOf(file: string): string {
  const word = basename(file)
    .replace(/\.wasm$/, '')
    .replaceAll(/[^\w.-]+/g, '-');
  return /^[A-Za-z]/.test(word) ? word : `wasm-${word}`;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 12);
}
