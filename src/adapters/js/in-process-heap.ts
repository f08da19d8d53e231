/**
 * A subject made from the calls of an allocator that runs in this process, over a buffer that we can read.
 *
 * The calls answer addresses, or undefined for what they refuse. Here that becomes the contract of spec/subject.ts: a kind
 * of refusal, a block that sticks out of the memory as one with too few usable bytes, a call that does not return as one
 * that throws.
 */
import { isPowerOfTwo } from '../../../spec/contract.ts';
import type { Contract } from '../../../spec/contract.ts';
import { Refusal } from '../../../spec/subject.ts';
import type { RefusalKind, Subject } from '../../../spec/subject.ts';
import { hex } from '../../base/units.ts';
import type { Addr, Bytes } from '../../base/units.ts';
import type { BufferMemory } from './buffer-memory.ts';
import type { HangGuard } from './hang-guard.ts';

/** Undefined: refused. */
export type Answer = Addr | undefined;

/** What an allocator offers. Whatever it throws is a crash. */
export interface Calls {
  malloc(size: Bytes): Answer;
  /** False: refused. */
  free(addr: Addr): boolean;
  calloc?(count: number, size: Bytes): Answer;
  realloc?(addr: Addr, size: Bytes): Answer;
  reallocarray?(addr: Addr, count: number, size: Bytes): Answer;
  memalign?(alignment: Bytes, size: Bytes, via?: string): Answer;
  /** Bytes from the start of a block that its owner may use. */
  usableSize?(addr: Addr): Bytes;
}

export interface Traits {
  readonly memory: BufferMemory;
  readonly maxSize: Bytes;
  /** Names of the functions that it has (spec/entry-points.ts). */
  readonly entries: readonly string[];
  /** What the address of a block of so many bytes is a multiple of. */
  readonly alignmentOf: (size: Bytes) => Bytes;
  /** Whether a free of what is no block, and a size that is none, are refused. Otherwise no program says that. */
  readonly misuse?: 'refused';
  /** Whether realloc and free take the null pointer, as C's do. */
  readonly takesNull: boolean;
  readonly guard: HangGuard;
}

export const POSIX = 'posix_memalign';
/** posix_memalign takes multiples of it, on the machines that programs speak of. */
const POINTER_BYTES: Bytes = 8;

function isPosixAlignment(alignment: Bytes): boolean {
  return isPowerOfTwo(alignment) && alignment >= POINTER_BYTES;
}

export class InProcessHeap implements Subject {
  readonly memory: BufferMemory;
  readonly maxSize: Bytes;
  readonly contract: Contract;
  readonly can: ReadonlySet<string>;
  readonly calloc?: NonNullable<Subject['calloc']>;
  readonly realloc?: NonNullable<Subject['realloc']>;
  readonly reallocarray?: NonNullable<Subject['reallocarray']>;
  readonly memalign?: NonNullable<Subject['memalign']>;
  readonly #calls: Calls;
  readonly #traits: Traits;
  /** Sizes of the blocks that are out, as asked for. */
  readonly #sizes = new Map<Addr, Bytes>();

  constructor(calls: Calls, traits: Traits) {
    const { memory, maxSize, misuse, alignmentOf } = traits;
    this.#calls = calls;
    this.#traits = traits;
    this.memory = memory;
    this.maxSize = maxSize;
    this.can = new Set(traits.entries);
    this.contract = {
      zeroSize: 'either',
      usable: calls.usableSize === undefined ? 'reported' : 'writable',
      promises: [],
      alignment: alignmentOf(maxSize),
      ...(misuse === undefined ? {} : { misuse }),
    };
    if (calls.calloc !== undefined) this.calloc = (count, size) => this.#calloc(count, size);
    if (calls.realloc !== undefined) this.realloc = (addr, size) => this.#realloc(addr, size);
    if (calls.reallocarray !== undefined)
      this.reallocarray = (addr, count, size) => this.#reallocarray(addr, count, size);
    if (calls.memalign !== undefined)
      this.memalign = (alignment, size, via) => this.#memalign(alignment, size, via);
  }

  /** A calloc, or a block of pointers, is not asked of it. */
  malloc(size: Bytes): Addr {
    const call = (): string => `malloc(${size})`;
    return this.#made(call, size, () => this.#calls.malloc(size));
  }

  free(addr: Addr): void {
    if (addr === 0 && !this.#traits.takesNull) return;
    const call = (): string => `free(${hex(addr)})`;
    if (!this.#guarded(call, () => this.#calls.free(addr)))
      throw new Refusal('bad-free', `${call()} was refused`);
    this.#sizes.delete(addr);
  }

  usableSize(addr: Addr): Bytes {
    const size = this.#sizes.get(addr) ?? 0;
    const call = (): string => `usableSize(${hex(addr)})`;
    const usable = this.#guarded(call, () => this.#calls.usableSize?.(addr) ?? size);
    return this.memory.inside(addr, usable);
  }

  alignmentOf(size: Bytes): Bytes {
    return this.#traits.alignmentOf(size);
  }

  /** Nobody sees its inside. */
  footprint(): readonly number[] {
    return [];
  }

  #calloc(count: number, size: Bytes): Addr {
    const call = (): string => `calloc(${count}, ${size})`;
    return this.#made(call, count * size, () => this.#calls.calloc?.(count, size));
  }

  #realloc(old: Addr, size: Bytes): Addr {
    if (old === 0 && !this.#traits.takesNull) return this.malloc(size);
    const call = (): string => `realloc(${hex(old)}, ${size})`;
    const addr = this.#made(call, size, () => this.#calls.realloc?.(old, size));
    if (addr !== old) this.#sizes.delete(old);
    return addr;
  }

  #reallocarray(old: Addr, count: number, size: Bytes): Addr {
    const call = (): string => `reallocarray(${hex(old)}, ${count}, ${size})`;
    const run = (): Answer => this.#calls.reallocarray?.(old, count, size);
    const addr = this.#made(call, count * size, run);
    if (addr !== old) this.#sizes.delete(old);
    return addr;
  }

  #memalign(alignment: Bytes, size: Bytes, via: string | undefined): Addr {
    const call = (): string => `${via ?? 'memalign'}(${alignment}, ${size})`;
    const run = (): Answer => this.#calls.memalign?.(alignment, size, via);
    const refusal = via === POSIX && !isPosixAlignment(alignment) ? 'bad-alignment' : undefined;
    return this.#made(call, size, run, refusal);
  }

  /** The block that a call answers. @param refusal  why it refuses, where that is not the size or the memory */
  #made(call: () => string, size: Bytes, run: () => Answer, refusal?: RefusalKind): Addr {
    const addr = this.#guarded(call, run);
    if (addr === undefined)
      throw new Refusal(refusal ?? this.#kindOf(size), `${call()} was refused`);
    if (!Number.isSafeInteger(addr)) throw new Error(`${call()} answered ${addr}`);
    this.#sizes.set(addr, size);
    return addr;
  }

  #kindOf(size: Bytes): RefusalKind {
    const mayBe = Number.isInteger(size) && size >= 0 && size <= this.maxSize;
    return mayBe ? 'out-of-memory' : 'bad-size';
  }

  #guarded<T>(call: () => string, run: () => T): T {
    const answer = this.#traits.guard.call(call, run);
    this.memory.refresh();
    return answer;
  }
}
