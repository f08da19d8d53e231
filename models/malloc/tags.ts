/** The boundary tags of chunks, as they stand in memory (layout.ts). */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Memory } from '../../spec/subject.ts';

/** Whether the chunk before is in use. */
const PREVIOUS_IN_USE = 1;
/** Whether the chunk itself is. */
const IN_USE = 2;
const FLAGS = 15;

const BYTES = 8;
const NEXT = 16;
const PREVIOUS = 24;

export class Tags {
  readonly #memory: Memory;
  readonly #mask: number;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#mask = memory.slabBytes - 1;
  }

  bytes(chunk: Addr): Bytes {
    return this.#read(chunk + BYTES) & ~FLAGS;
  }

  isInUse(chunk: Addr): boolean {
    return (this.#read(chunk + BYTES) & IN_USE) !== 0;
  }

  isPreviousInUse(chunk: Addr): boolean {
    return (this.#read(chunk + BYTES) & PREVIOUS_IN_USE) !== 0;
  }

  /** The chunk before, which is free. */
  before(chunk: Addr): Addr {
    return chunk - this.#read(chunk);
  }

  /** The chunk is its client's; the one behind it knows. What is before it stays as it is. */
  use(chunk: Addr, bytes: Bytes): void {
    const flags = this.#read(chunk + BYTES) & PREVIOUS_IN_USE;
    this.#write(chunk + BYTES, bytes | flags | IN_USE);
    const behind = chunk + bytes + BYTES;
    this.#write(behind, this.#read(behind) | PREVIOUS_IN_USE);
  }

  /** A chunk begins here, behind one that is in use. */
  begin(chunk: Addr, bytes: Bytes): void {
    this.#write(chunk + BYTES, bytes | PREVIOUS_IN_USE | IN_USE);
  }

  /** The chunk is free, from end to end, between two that are in use; the one behind it knows how long it is. */
  free(chunk: Addr, bytes: Bytes): void {
    this.#write(chunk + BYTES, bytes | PREVIOUS_IN_USE);
    const behind = chunk + bytes;
    this.#write(behind, bytes);
    this.#write(behind + BYTES, this.#read(behind + BYTES) & ~PREVIOUS_IN_USE);
  }

  /** The chunk at the end of the arena, behind which nothing is. */
  end(chunk: Addr, bytes: Bytes): void {
    this.#write(chunk + BYTES, bytes | PREVIOUS_IN_USE);
  }

  /** The free chunk that follows this one in its list; 0 behind the last. */
  next(chunk: Addr): Addr {
    return this.#read(chunk + NEXT);
  }

  setNext(chunk: Addr, next: Addr): void {
    this.#write(chunk + NEXT, next);
  }

  /** The free chunk that this one follows; 0 where it is the first. */
  previous(chunk: Addr): Addr {
    return this.#read(chunk + PREVIOUS);
  }

  setPrevious(chunk: Addr, previous: Addr): void {
    this.#write(chunk + PREVIOUS, previous);
  }

  #read(addr: Addr): number {
    return this.#memory.slab(addr).words[(addr & this.#mask) >>> 2] as number;
  }

  #write(addr: Addr, value: number): void {
    this.#memory.slab(addr).words[(addr & this.#mask) >>> 2] = value;
  }
}
