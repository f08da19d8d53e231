/** Pools of JavaScript as their users write them: small, right, and with faults that a test asks for. */
import type { Pool } from '../../../src/adapters/js/pool.ts';

const HEADER_BYTES = 8;

/** Sizes of blocks that may go wrong, by what goes wrong with them. */
export interface Faults {
  /** From this size on, blocks lie beyond the end. */
  readonly strays?: number;
  /** From this many blocks on, malloc loops for ever. */
  readonly hangs?: number;
  /** From this many blocks on, malloc makes an error of the language. */
  readonly crashes?: number;
  /** A realloc that moves copies nothing. */
  readonly forgets?: boolean;
  /** A calloc leaves its block as it was. */
  readonly dirty?: boolean;
}

/** First fit over lists by size: blocks are given again, never cut or joined. */
export class ListPool implements Pool {
  readonly #bytes: Uint8Array;
  readonly #faults: Faults;
  readonly #free = new Map<number, number[]>();
  readonly #sizes = new Map<number, number>();
  #top = HEADER_BYTES;
  #count = 0;

  constructor(buffer: ArrayBuffer, faults: Faults = {}) {
    this.#bytes = new Uint8Array(buffer);
    this.#faults = faults;
  }

  malloc(size: number): number {
    const { strays = Infinity, hangs = Infinity, crashes = Infinity } = this.#faults;
    this.#count += 1;
    if (this.#count >= crashes) throw new TypeError('cannot read what is not there');
    while (this.#count >= hangs);
    if (!(size >= 0)) return 0;
    const room = Math.max(8, Math.ceil(size / 8) * 8);
    const again = this.#free.get(room)?.pop();
    const addr = again ?? this.#top;
    if (size < strays && addr + room > this.#bytes.length) return 0;
    if (again === undefined) this.#top += room;
    this.#sizes.set(addr, room);
    return size >= strays ? this.#bytes.length - 8 : addr;
  }

  calloc(count: number, size: number): number {
    const addr = this.malloc(count * size);
    if (addr !== 0 && this.#faults.dirty !== true) this.#bytes.fill(0, addr, addr + count * size);
    return addr;
  }

  realloc(old: number, size: number): number {
    const before = this.#sizes.get(old) ?? 0;
    if (size <= before) return old;
    const addr = this.malloc(size);
    if (addr === 0) return 0;
    if (this.#faults.forgets !== true) this.#bytes.copyWithin(addr, old, old + before);
    this.free(old);
    return addr;
  }

  free(addr: number): boolean {
    const room = this.#sizes.get(addr);
    if (room === undefined) return false;
    this.#sizes.delete(addr);
    this.#free.set(room, [...(this.#free.get(room) ?? []), addr]);
    return true;
  }
}
