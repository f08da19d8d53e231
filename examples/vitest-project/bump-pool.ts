/** The allocator under test: blocks one behind the other in a buffer, in size classes with a free list each. */

/** Every block is a multiple of this, and begins at one. */
const UNIT_BYTES = 16;
/** The first block; 0 is no address. */
const FIRST = UNIT_BYTES;

export class BumpPool {
  readonly #bytes: number;
  /** What was never handed out begins here. */
  #top = FIRST;
  /** Blocks that were given back, by how many units they have. */
  readonly #free = new Map<number, number[]>();
  /** Units of each block that somebody has. */
  readonly #taken = new Map<number, number>();

  constructor(buffer: ArrayBuffer) {
    this.#bytes = buffer.byteLength;
  }

  /** The first byte of a block; 0 when there is no room. */
  take(size: number): number {
    const units = Math.max(1, Math.ceil(size / UNIT_BYTES));
    const addr = this.#free.get(units)?.pop() ?? this.#top;
    if (addr === this.#top) {
      if (!(addr + units * UNIT_BYTES <= this.#bytes)) return 0;
      this.#top += units * UNIT_BYTES;
    }
    this.#taken.set(addr, units);
    return addr;
  }

  give(addr: number): void {
    const units = this.#taken.get(addr);
    if (units === undefined) throw new RangeError(`no block begins at ${addr}`);
    this.#taken.delete(addr);
    const free = this.#free.get(units) ?? [];
    this.#free.set(units, free);
    free.push(addr);
  }
}
