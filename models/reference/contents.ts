/**
 * What a client writes into its blocks, and whether it is still there.
 *
 * Every 4 bytes of a block hold a number made from the block's label, how often it was written, and the place: so a
 * byte that comes from another block, another time or another place does not fit. Words that may hold pointers
 * hold nil or the address of the block that they point to.
 *
 *     0        pointerWords * 8                                       size
 *     [ links  |  dense for 512 bytes, then a word every 128 bytes  |  last 64 dense ]
 *
 * Small blocks are written and compared whole. Of larger ones every 128 bytes are looked at, so that the cost stays small.
 * Above a mebibyte the places grow apart faster than the size, to every 8 KiB in 8 MiB and 8 places in 1 GiB, since each may
 * be the first in its slab of real memory. What lies between is still covered by the comparison of addresses.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Memory, Slab } from '../../spec/subject.ts';
import { WORD_BYTES } from '../../spec/views/go.ts';
import { OracleBlock } from './block.ts';
import type { BlockContents } from './seen.ts';

const DENSE_BYTES = 512;
const STRIDE_BYTES = 128;
/** Bytes of a block from which on the places that are looked at are further apart. */
const CLOSE_BYTES = 1 << 20;
const TAIL_BYTES = 64;
/** Blocks up to here are dense from end to end. */
const ALL_DENSE_BYTES = 1024;
const PHI = 0x9e3779b1;

export class Contents implements BlockContents {
  /** Of the last difference found. */
  expected = 0;
  actual = 0;
  readonly #memory: Memory;
  readonly #mask: number;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#mask = memory.slabBytes - 1;
  }

  /** Writes what the block's label and version call for behind its pointer words, which are left alone. */
  write(block: OracleBlock): void {
    const from = block.pointerWords * WORD_BYTES;
    if (((block.addr | from) & 3) !== 0 || block.size < 16)
      this.#writeBytes(block, from, block.size);
    else this.#eachStretch(block, from, true);
  }

  /** First byte of the block that is not as written; -1 when all are. */
  compare(block: OracleBlock): number {
    const pointers = this.#comparePointers(block);
    if (pointers >= 0) return pointers;
    const from = block.pointerWords * WORD_BYTES;
    if (((block.addr | from) & 3) !== 0 || block.size < 16)
      return this.#compareBytes(block, from, block.size);
    return this.#eachStretch(block, from, false);
  }

  /** First of the `kept` bytes at `addr` that is not as the old block, which had no pointers, had it; -1 when all are. */
  compareMoved(old: OracleBlock, addr: Addr, kept: Bytes): number {
    const { label, size, pointerWords, usable, alignment } = old;
    const moved = new OracleBlock({ label, addr, size, pointerWords, usable, alignment });
    moved.version = old.version;
    const words = kept - (kept % 4);
    if ((addr & 3) !== 0 || old.size < 16) return this.#compareBytes(moved, 0, kept);
    const at = this.#compareStretches(moved, words);
    return at < 0 && old.size <= ALL_DENSE_BYTES ? this.#compareBytes(moved, words, kept) : at;
  }

  /** Compares what is written of the block's first `end` bytes, whole words. */
  #compareStretches(block: OracleBlock, end: Bytes): number {
    if (block.size <= ALL_DENSE_BYTES) return this.#compareWords(block, 0, end);
    const tail = block.size - (block.size % 4) - TAIL_BYTES;
    const stride = strideOf(block);
    let at = this.#compareWords(block, 0, Math.min(DENSE_BYTES, end));
    for (let i = DENSE_BYTES; i < Math.min(tail, end) && at < 0; i += stride) {
      at = this.#compareWords(block, i, i + 4);
    }
    return at < 0 && end > tail ? this.#compareWords(block, tail, end) : at;
  }

  firstNonZero({ addr }: OracleBlock, from: Bytes, to: Bytes): number {
    const at = this.#firstNonZero(addr + from, to - from);
    return at < 0 ? at : from + at;
  }

  /** First byte of `size` from `addr` that is not zero; -1 when all are. */
  #firstNonZero(addr: Addr, size: Bytes): number {
    let at = 0;
    this.expected = 0;
    while (at < size) {
      const offset = (addr + at) & this.#mask;
      const here = Math.min(size - at, this.#memory.slabBytes - offset);
      const slab = this.#memory.slab(addr + at);
      const found = firstNonZeroIn(slab, offset, offset + here);
      if (found >= 0) {
        this.actual = slab.bytes[found] as number;
        return at + found - offset;
      }
      at += here;
    }
    return -1;
  }

  /**
   * Writes or compares the stretches that are looked at: whole words, and the last bytes when the size is no multiple
   * of 4. Stops at the first difference, and answers where it is; -1 when there is none.
   */
  #eachStretch(block: OracleBlock, from: Bytes, writing: boolean): number {
    const words = block.size - (block.size % 4);
    let at = -1;
    if (block.size - from <= ALL_DENSE_BYTES) at = this.#words(block, from, words, writing);
    else {
      const tail = words - TAIL_BYTES;
      const stride = strideOf(block);
      at = this.#words(block, from, from + DENSE_BYTES, writing);
      for (let i = from + DENSE_BYTES; i < tail && at < 0; i += stride) {
        at = this.#words(block, i, i + 4, writing);
      }
      if (at < 0) at = this.#words(block, tail, words, writing);
    }
    if (at >= 0 || words === block.size) return at;
    if (!writing) return this.#compareBytes(block, words, block.size);
    this.#writeBytes(block, words, block.size);
    return -1;
  }

  #words(block: OracleBlock, from: Bytes, to: Bytes, writing: boolean): number {
    return writing ? this.#writeWords(block, from, to) : this.#compareWords(block, from, to);
  }

  #writeWords(block: OracleBlock, from: Bytes, to: Bytes): number {
    const seed = seedOf(block);
    for (let at = from; at < to;) {
      const offset = (block.addr + at) & this.#mask;
      const here = Math.min(to - at, this.#memory.slabBytes - offset);
      const { words } = this.#memory.slab(block.addr + at);
      const end = (offset + here) >>> 2;
      let value = (seed + Math.imul(at >>> 2, PHI)) | 0;
      for (let i = offset >>> 2; i < end; i += 1) {
        words[i] = value;
        value = (value + PHI) | 0;
      }
      at += here;
    }
    return -1;
  }

  #compareWords(block: OracleBlock, from: Bytes, to: Bytes): number {
    const seed = seedOf(block);
    for (let at = from; at < to;) {
      const offset = (block.addr + at) & this.#mask;
      const here = Math.min(to - at, this.#memory.slabBytes - offset);
      const { words } = this.#memory.slab(block.addr + at);
      const end = (offset + here) >>> 2;
      let value = (seed + Math.imul(at >>> 2, PHI)) | 0;
      for (let i = offset >>> 2; i < end; i += 1) {
        if (words[i] !== value)
          return this.#compareBytes(block, at + (i << 2) - offset, at + (i << 2) - offset + 4);
        value = (value + PHI) | 0;
      }
      at += here;
    }
    return -1;
  }

  #writeBytes(block: OracleBlock, from: Bytes, to: Bytes): void {
    const seed = seedOf(block);
    for (let at = from; at < to; at += 1) {
      const addr = block.addr + at;
      this.#memory.slab(addr).bytes[addr & this.#mask] = byteOf(seed, at);
    }
  }

  #compareBytes(block: OracleBlock, from: Bytes, to: Bytes): number {
    const seed = seedOf(block);
    for (let at = from; at < to; at += 1) {
      const addr = block.addr + at;
      const actual = this.#memory.slab(addr).bytes[addr & this.#mask] as number;
      if (actual !== byteOf(seed, at)) return this.#differs(at, byteOf(seed, at), actual);
    }
    return -1;
  }

  /** Compares the words that may hold pointers, a byte address and not a byte at a time. */
  #comparePointers(block: OracleBlock): number {
    const { links } = block;
    if (block.pointerWords === 0) return -1;
    if (links === undefined || links.size === 0)
      return this.#firstNonZero(block.addr, block.pointerWords * WORD_BYTES);
    for (let word = 0; word < block.pointerWords; word += 1) {
      const addr = block.addr + word * WORD_BYTES;
      const { words } = this.#memory.slab(addr);
      const i = (addr & this.#mask) >>> 2;
      const low = words[i] as number;
      const high = words[i + 1] as number;
      if ((low | high) === 0) continue;
      const actual = (low >>> 0) + (high >>> 0) * 0x1_0000_0000;
      const expected = links.get(word)?.addr ?? 0;
      if (actual !== expected) return this.#differs(word * WORD_BYTES, expected, actual);
    }
    return this.#compareLinks(block, links);
  }

  /** Compares the words that must not be nil; the others have been looked at. */
  #compareLinks({ addr }: OracleBlock, links: Map<number, OracleBlock>): number {
    for (const [word, target] of links) {
      const at = addr + word * WORD_BYTES;
      const { words } = this.#memory.slab(at);
      const i = (at & this.#mask) >>> 2;
      if (((words[i] as number) | (words[i + 1] as number)) !== 0) continue;
      return this.#differs(word * WORD_BYTES, target.addr, 0);
    }
    return -1;
  }

  #differs(at: number, expected: number, actual: number): number {
    this.expected = expected;
    this.actual = actual;
    return at;
  }
}

function strideOf({ size }: OracleBlock): Bytes {
  return STRIDE_BYTES * Math.ceil(size / CLOSE_BYTES) ** 2;
}

function seedOf(block: OracleBlock): number {
  return Math.imul(block.label + 1, 0x85ebca6b) ^ Math.imul(block.version + 1, 0x27d4eb2f);
}

function byteOf(seed: number, at: Bytes): number {
  return ((seed + Math.imul(at >>> 2, PHI)) >>> ((at & 3) * 8)) & 0xff;
}

/** Place of the first byte from `from` to `to` that is not zero; -1 when all are. */
function firstNonZeroIn({ words, bytes }: Slab, from: number, to: number): number {
  let i = from;
  while (i < to && (i & 3) !== 0 && bytes[i] === 0) i += 1;
  if (i < to && (i & 3) === 0) {
    const end = to >>> 2;
    let word = i >>> 2;
    while (word < end && words[word] === 0) word += 1;
    i = word << 2;
  }
  while (i < to && bytes[i] === 0) i += 1;
  return i < to ? i : -1;
}
