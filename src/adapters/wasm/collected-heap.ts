/**
 * A subject made from AssemblyScript's runtime: its allocator with one of its collectors.
 *
 * A host must pin an object as soon as it has it, since what nobody knows of is dead at the next allocation. So blocks
 * are pinned from the start, and a collection is told the roots by what is pinned: all others are unpinned just before it.
 * Between collections nobody tells which blocks the client has taken out of others. A block that no pinned one reaches any
 * more, after a store or with the block that pointed to it, may be such a block, and is pinned until the next collection.
 *
 * Pointers need the help of the module: `allocheck_new` makes a block whose first words, of 8 bytes each, may be references,
 * and `allocheck_store` stores one with the barrier that the collector wants; see examples/wasm/assembly/collected.ts. A module
 * without them is tested with blocks that hold none.
 */
import { Refusal } from '../../../spec/subject.ts';
import type { Subject } from '../../../spec/subject.ts';
import { hex } from '../../base/units.ts';
import type { Addr, Bytes } from '../../base/units.ts';
import type { BufferMemory } from '../js/buffer-memory.ts';
import type { HangGuard } from '../js/hang-guard.ts';
import { areWords, isOutOfMemory } from './calls.ts';
import type { Found, WasmCall } from './exports.ts';
import type { Instance } from './host.ts';

/** The runtime's own id of a class without references: ArrayBuffer. */
const ARRAY_BUFFER = 1;
/** Of a word that may be a reference, whose upper half is 0. */
const WORD_BYTES: Bytes = 8;
const ALIGNMENT: Bytes = 16;

export interface CollectedTraits {
  readonly found: Found;
  readonly memory: BufferMemory;
  readonly maxSize: Bytes;
  readonly guard: HangGuard;
}

/** What was asked for when a block was made. */
interface Asked {
  readonly size: Bytes;
  /** From the start, that may be references. */
  readonly words: number;
}

export class CollectedHeap implements Subject {
  readonly memory: BufferMemory;
  readonly maxSize: Bytes;
  readonly writePointer?: NonNullable<Subject['writePointer']>;
  readonly #instance: Instance;
  readonly #traits: CollectedTraits;
  /** Of all that the roots may reach. */
  readonly #blocks = new Map<Addr, Asked>();
  readonly #pinned = new Set<Addr>();

  constructor(instance: Instance, traits: CollectedTraits) {
    this.#instance = instance;
    this.#traits = traits;
    this.memory = traits.memory;
    this.maxSize = traits.maxSize;
    if (this.#hasPointers) this.writePointer = (slot, value) => this.#store(slot, value);
  }

  malloc(size: Bytes, pointerWords: number, zeroed: boolean): Addr {
    const whole = Math.floor(size / WORD_BYTES);
    const words = pointerWords < 0 ? whole : Math.min(pointerWords, whole);
    const addr = areWords([size]) ? this.#new(size, words) : 0;
    if (addr === 0) {
      const kind = size >= 0 && size <= this.maxSize ? 'out-of-memory' : 'bad-size';
      throw new Refusal(Number.isInteger(size) ? kind : 'bad-size', `new(${size}) was refused`);
    }
    this.#pin(addr);
    // The runtime promises nothing of a new object's bytes: whoever makes one fills it.
    const isPlain = !this.#hasPointers || words === 0;
    if (isPlain && (zeroed || words > 0)) this.#clear(addr, size);
    this.#blocks.set(addr, { size, words: this.#hasPointers ? words : 0 });
    return addr;
  }

  /** The client has no use for it any more: it is for the collector to give it back. */
  free(addr: Addr): void {
    if (!this.#blocks.has(addr)) throw new Refusal('bad-free', `no block is at ${hex(addr)}`);
    const before = this.#references(addr);
    this.#blocks.delete(addr);
    for (const to of before) this.#keep(to, addr);
    this.#unpin(addr);
  }

  usableSize(addr: Addr): Bytes {
    return this.memory.inside(addr, this.#blocks.get(addr)?.size ?? 0);
  }

  alignmentOf(): Bytes {
    return ALIGNMENT;
  }

  footprint(): readonly number[] {
    return [];
  }

  gc(roots: readonly Addr[]): void {
    const held = new Set(roots);
    for (const addr of held) this.#pin(addr);
    for (const addr of this.#pinned) if (!held.has(addr)) this.#unpin(addr);
    this.#call('collect');
    this.#forgetUnreached(roots);
  }

  get #hasPointers(): boolean {
    const { found } = this.#traits;
    return found.has('new_block') && found.has('store');
  }

  /** 0 where there is no memory. */
  #new(size: Bytes, words: number): Addr {
    const call = (): string => `new(${size})`;
    try {
      const addr = this.#traits.guard.call(call, () =>
        this.#hasPointers
          ? this.#export('new_block')(size, words) >>> 0
          : this.#export('new')(size, ARRAY_BUFFER) >>> 0,
      );
      this.memory.refresh();
      return addr;
    } catch (error) {
      if (isOutOfMemory(error)) return 0;
      throw error;
    }
  }

  #store(slot: Addr, value: Addr): void {
    const before = this.#load(slot);
    const parent = this.#blockOf(slot);
    this.#call('store', parent, slot - parent, value);
    if (before !== value) this.#keep(before);
  }

  /** Pins what the client may hold, where no pinned block but `without` reaches it. No collection runs meanwhile. */
  #keep(addr: Addr, without: Addr = 0): void {
    if (addr === 0 || this.#pinned.has(addr)) return;
    const from = [...this.#pinned].filter((pinned) => pinned !== without);
    if (!this.#reachedFrom(from).has(addr)) this.#pin(addr);
  }

  /** The block that a word of references is in: the nearest start at or below it. */
  #blockOf(slot: Addr): Addr {
    let addr = slot;
    while (addr > 0 && !this.#blocks.has(addr)) addr -= WORD_BYTES;
    return addr;
  }

  #references(addr: Addr): readonly Addr[] {
    const words = this.#blocks.get(addr)?.words ?? 0;
    return Array.from({ length: words }, (_, word) => this.#load(addr + word * WORD_BYTES));
  }

  #load(slot: Addr): Addr {
    return new DataView(this.#instance.memory.buffer).getUint32(slot, true);
  }

  #pin(addr: Addr): void {
    if (addr === 0 || this.#pinned.has(addr)) return;
    this.#call('pin', addr);
    this.#pinned.add(addr);
  }

  #unpin(addr: Addr): void {
    if (!this.#pinned.delete(addr)) return;
    this.#call('unpin', addr);
  }

  #forgetUnreached(roots: readonly Addr[]): void {
    const reached = this.#reachedFrom(roots);
    for (const addr of this.#blocks.keys()) if (!reached.has(addr)) this.#blocks.delete(addr);
  }

  #reachedFrom(roots: readonly Addr[]): ReadonlySet<Addr> {
    const reached = new Set(roots);
    for (const addr of reached) {
      for (const to of this.#references(addr)) if (to !== 0) reached.add(to);
    }
    return reached;
  }

  #clear(addr: Addr, size: Bytes): void {
    new Uint8Array(this.#instance.memory.buffer, addr, size).fill(0);
  }

  #call(call: WasmCall, ...words: readonly number[]): number {
    const told = (): string => `${call}(${words.map(hex).join(', ')})`;
    return this.#traits.guard.call(told, () => this.#export(call)(...words));
  }

  #export(call: WasmCall): ReturnType<Instance['call']> {
    return this.#instance.call(this.#traits.found.get(call)?.name ?? call);
  }
}
