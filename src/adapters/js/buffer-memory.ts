/**
 * The memory of an allocator that runs in this process: a buffer that may grow, or be replaced by a larger one, by a call of
 * the allocator and not otherwise.
 *
 * Once a block was answered that lies outside of it, what is written there goes into scratch pages, so that nothing but the
 * block's bounds is wrong with it.
 */
import type { Memory, Slab } from '../../../spec/subject.ts';
import { KIB } from '../../base/units.ts';
import type { Addr, Bytes } from '../../base/units.ts';

const PAGE_BYTES: Bytes = 64 * KIB;

/** A stretch of a buffer, which begins at a multiple of 4 bytes. */
export type Stretch = Uint8Array;

export class BufferMemory implements Memory {
  readonly slabBytes = PAGE_BYTES;
  readonly #current: () => Stretch;
  readonly #base: Addr;
  #bytes: Stretch;
  /** Its length when the views were made: a buffer may grow in place. */
  #length: Bytes;
  /** Views of its pages, and what stands for those outside. */
  #slabs: (Slab | undefined)[] = [];
  readonly #scratch = new Map<number, Slab>();
  #hasStrayed = false;

  /**
   * @param current  the memory as it is now
   * @param base     address of its first byte, a multiple of PAGE_BYTES
   */
  constructor(current: () => Stretch, base: Addr = 0) {
    this.#current = current;
    this.#base = base;
    this.#bytes = current();
    this.#length = this.#bytes.length;
  }

  /** To be called after each call of the allocator. */
  refresh(): void {
    const bytes = this.#current();
    if (bytes.buffer === this.#bytes.buffer && bytes.length === this.#length) return;
    this.#bytes = bytes;
    this.#length = bytes.length;
    this.#slabs = [];
  }

  /**
   * How many of `size` bytes from `addr` lie inside. Where these are not all, what is read and written from now on may
   * be scratch.
   */
  inside(addr: Addr, size: Bytes): Bytes {
    const end = this.#base + this.#length;
    if (addr >= this.#base && addr + size <= end) return size;
    this.#hasStrayed = true;
    this.#slabs = [];
    return addr < this.#base ? 0 : Math.max(0, end - addr);
  }

  slab(addr: Addr): Slab {
    const page = Math.floor((addr - this.#base) / PAGE_BYTES);
    return this.#slabs[page] ?? this.#slabOf(page);
  }

  #slabOf(page: number): Slab {
    const from = page * PAGE_BYTES;
    const isPart = from >= 0 && from < this.#length;
    const isWhole = isPart && from + PAGE_BYTES <= this.#length;
    if (!isPart || (this.#hasStrayed && !isWhole)) return this.#scratchOf(page);
    const slab = viewOf(this.#bytes.subarray(from, from + PAGE_BYTES));
    this.#slabs[page] = slab;
    return slab;
  }

  #scratchOf(page: number): Slab {
    const made = this.#scratch.get(page);
    if (made !== undefined) return made;
    const scratch = new Uint8Array(PAGE_BYTES);
    const from = page * PAGE_BYTES;
    if (from >= 0) scratch.set(this.#bytes.subarray(from, from + PAGE_BYTES));
    const slab = viewOf(scratch);
    this.#scratch.set(page, slab);
    return slab;
  }
}

function viewOf(bytes: Stretch): Slab {
  const { buffer, byteOffset, length } = bytes;
  return { bytes, words: new Int32Array(buffer, byteOffset, Math.floor(length / 4)) };
}

/** A buffer that may be replaced, as bytes. */
export function bytesOf(buffer: () => ArrayBufferLike): () => Stretch {
  let bytes = new Uint8Array(buffer());
  return () => {
    const now = buffer();
    if (now !== bytes.buffer) bytes = new Uint8Array(now);
    return bytes;
  };
}
