/** A pool of 64-byte cells over an ArrayBuffer, with a free list: the allocator under test. */
import { Refusal, defineSubject } from 'allocheck';
import type { Subject } from 'allocheck';

const CELL_BYTES = 64;
const CELLS = 512;
/** The first cell; 0 is no address. */
const BASE = CELL_BYTES;

/** What the pool lets its own invariants see of its inside. */
export interface PoolView {
  /** The address of every cell. */
  readonly cells: readonly number[];
  /** Cells that wait to be handed out, the next one last. */
  readonly free: readonly number[];
  /** Cells that somebody has. */
  readonly taken: ReadonlySet<number>;
  /** The cell that was handed out or given back last; 0 when none was. */
  readonly last: () => number;
}

class Pool implements Subject {
  readonly maxSize = CELL_BYTES;
  readonly memory: Subject['memory'];
  readonly own: PoolView;
  readonly #bytes: Uint8Array;
  readonly #free: number[];
  readonly #taken = new Set<number>();
  #last = 0;

  constructor() {
    const words = new Int32Array(((CELLS + 1) * CELL_BYTES) / 4);
    const bytes = new Uint8Array(words.buffer);
    const cells = Array.from({ length: CELLS }, (_, i) => BASE + i * CELL_BYTES);
    this.memory = { slabBytes: 2 ** 20, slab: () => ({ words, bytes }) };
    this.#bytes = bytes;
    this.#free = cells.toReversed();
    this.own = { cells, free: this.#free, taken: this.#taken, last: () => this.#last };
  }

  malloc(size: number, pointerWords: number, zeroed: boolean): number {
    if (!Number.isInteger(size) || size < 0 || size > CELL_BYTES)
      throw new Refusal('bad-size', `a cell has ${CELL_BYTES} bytes, not ${size}`);
    const addr = this.#free.pop();
    if (addr === undefined) throw new Refusal('out-of-memory', 'all cells are taken');
    this.#taken.add(addr);
    this.#last = addr;
    if (zeroed || pointerWords !== 0) this.#bytes.fill(0, addr, addr + CELL_BYTES);
    return addr;
  }

  free(addr: number): void {
    if (!this.#taken.delete(addr)) throw new Refusal('bad-free', `no cell is taken at ${addr}`);
    this.#free.push(addr);
    this.#last = addr;
  }

  usableSize(): number {
    return CELL_BYTES;
  }

  alignmentOf(): number {
    return CELL_BYTES;
  }

  footprint(): readonly number[] {
    return [this.#free.length, this.#taken.size];
  }
}

export const pool = defineSubject({
  id: 'pool',
  title: 'a pool of 64-byte cells',
  offers: ['own/pool'],
  geometries: ['flat'],
  edges: [8, 16, 32, 64],
  create: () => new Pool(),
});
