/** A malloc family in WebAssembly: its calls, whatever words they take. */
import type { Addr, Bytes } from '../../base/units.ts';
import { POSIX } from '../js/in-process-heap.ts';
import type { Answer, Calls } from '../js/in-process-heap.ts';
import type { Found, WasmCall } from './exports.ts';
import { Aborted } from './host.ts';
import type { Instance } from './host.ts';
import { WebAssembly } from './webassembly.ts';

/** How a module says that it has no memory: by null, or by a trap, or by an abort that says so. */
export type OutOfMemory = 'null' | 'trap';

export interface Family {
  readonly found: Found;
  readonly outOfMemory: OutOfMemory;
  /** What a malloc that is told an alignment is told. */
  readonly alignment: Bytes;
}

/** What was asked for when a block was made: an allocator that is told sizes is told these. */
interface Asked {
  readonly size: Bytes;
  readonly alignment: Bytes;
}

const WORD_MAX = 2 ** 32;
const WASM_POINTER_BYTES: Bytes = 4;
/** From here on a size stands for SIZE_MAX, or nearly so. */
const SIZE_MAX_FROM = 2 ** 63;
/** Room for posix_memalign's answer. */
const ANSWER_BYTES: Bytes = 16;
/** What AssemblyScript's abort says of a size that no block can have. */
const TOO_LARGE = 'Allocation too large';

export class WasmCalls implements Calls {
  readonly calloc?: NonNullable<Calls['calloc']>;
  readonly realloc?: NonNullable<Calls['realloc']>;
  readonly reallocarray?: NonNullable<Calls['reallocarray']>;
  readonly memalign?: NonNullable<Calls['memalign']>;
  readonly usableSize?: NonNullable<Calls['usableSize']>;
  readonly #instance: Instance;
  readonly #family: Family;
  readonly #asked = new Map<Addr, Asked>();
  /** Where posix_memalign writes its answer. */
  #answerAt: Addr = 0;

  constructor(instance: Instance, family: Family) {
    this.#instance = instance;
    this.#family = family;
    const { found } = family;
    const isTold = found.get('malloc')?.params === 2;
    if (found.has('calloc')) this.calloc = (count, size) => this.#calloc(count, size);
    if (found.has('realloc')) this.realloc = (addr, size) => this.#realloc(addr, size);
    if (found.has('reallocarray'))
      this.reallocarray = (addr, count, size) => this.#reallocarray(addr, count, size);
    if (isTold || ['aligned_alloc', 'memalign', POSIX].some((it) => has(found, it)))
      this.memalign = (alignment, size, via) => this.#memalign(alignment, size, via);
    if (found.has('malloc_usable_size'))
      this.usableSize = (addr) => this.#call('malloc_usable_size', addr);
  }

  malloc(size: Bytes): Answer {
    return this.#malloc(size, this.#family.alignment);
  }

  free(addr: Addr): boolean {
    const { size, alignment } = this.#askedOf(addr);
    this.#call('free', ...[addr, size, alignment].slice(0, this.#params('free')));
    this.#asked.delete(addr);
    return true;
  }

  #malloc(size: Bytes, alignment: Bytes): Answer {
    const words = [size, alignment].slice(0, this.#params('malloc'));
    return this.#made('malloc', words, { size, alignment });
  }

  #calloc(count: number, size: Bytes): Answer {
    const asked = { size: count * size, alignment: this.#family.alignment };
    return this.#made('calloc', [count, size], asked);
  }

  #realloc(old: Addr, size: Bytes): Answer {
    const before = this.#askedOf(old);
    const { alignment } = before;
    const words = [
      [old, size],
      [old, before.size, size],
      [old, before.size, size, alignment],
    ];
    const form = words.find(({ length }) => length === this.#params('realloc')) ?? [];
    const addr = this.#made('realloc', form, { size, alignment });
    if (addr !== undefined && addr !== old) this.#asked.delete(old);
    return addr;
  }

  #reallocarray(old: Addr, count: number, size: Bytes): Answer {
    const { alignment } = this.#askedOf(old);
    const addr = this.#made('reallocarray', [old, count, size], { size: count * size, alignment });
    if (addr !== undefined && addr !== old) this.#asked.delete(old);
    return addr;
  }

  /** By the call that is named, where there is that one. */
  #memalign(alignment: Bytes, size: Bytes, via: string | undefined): Answer {
    const { found } = this.#family;
    const name = [via, 'aligned_alloc', 'memalign', POSIX].find((it) => has(found, it));
    const asked = { size, alignment };
    // It is refused where pointers have 8 bytes, of which programs speak, and right where they have 4.
    if (via === POSIX && alignment === WASM_POINTER_BYTES) return undefined;
    if (name === undefined) return this.#malloc(size, alignment);
    if (name !== POSIX) return this.#made(name as WasmCall, [alignment, size], asked);
    return this.#posixMemalign(asked);
  }

  #posixMemalign(asked: Asked): Answer {
    const { alignment, size } = asked;
    if (!areWords([alignment, size])) return undefined;
    if (this.#answerAt === 0) this.#answerAt = this.#call('malloc', ANSWER_BYTES);
    if (this.#answerAt === 0) return undefined;
    const at = this.#answerAt;
    const failed = this.#call(POSIX, at, alignment, size) !== 0;
    const addr = new DataView(this.#instance.memory.buffer).getUint32(at, true);
    if (failed) return undefined;
    this.#asked.set(addr, asked);
    return addr;
  }

  /** A block, or undefined for null and for what no word can say. */
  #made(call: WasmCall, numbers: readonly number[], asked: Asked): Answer {
    const words = numbers.map((it) => (it >= SIZE_MAX_FROM ? WORD_MAX - 1 : it));
    if (!areWords(words)) return undefined;
    let addr: Addr;
    try {
      addr = this.#call(call, ...words);
    } catch (error) {
      if (this.#family.outOfMemory === 'trap' && isOutOfMemory(error)) return undefined;
      throw error;
    }
    if (addr === 0) return undefined;
    this.#asked.set(addr, asked);
    return addr;
  }

  #askedOf(addr: Addr): Asked {
    return this.#asked.get(addr) ?? { size: 0, alignment: this.#family.alignment };
  }

  #params(call: WasmCall): number {
    return this.#family.found.get(call)?.params ?? 0;
  }

  #call(call: WasmCall, ...words: readonly number[]): number {
    const name = this.#family.found.get(call)?.name ?? call;
    return this.#instance.call(name)(...words) >>> 0;
  }
}

function has(found: Found, call: string | undefined): boolean {
  return call !== undefined && (found as ReadonlyMap<string, unknown>).has(call);
}

/** Whether each number is one of 32 bits, with or without a sign: -1 is SIZE_MAX. */
export function areWords(numbers: readonly number[]): boolean {
  return numbers.every((it) => Number.isInteger(it) && it >= -WORD_MAX / 2 && it < WORD_MAX);
}

export function isOutOfMemory(error: unknown): boolean {
  if (error instanceof Aborted) return error.message.startsWith(TOO_LARGE);
  return error instanceof WebAssembly.RuntimeError && error.message === 'unreachable';
}
