/**
 * Which bytes the client owns: one bit a byte, by page, made where blocks are.
 *
 * Tells at once whether a new block shares a byte with a live one, at a cost that does not grow with the heap.
 * A page that one block covers whole is only flagged, so that large blocks are cheap.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';

const PAGE_BYTES = 8192;
const WORDS_PER_PAGE = PAGE_BYTES / 32;
const PAGES_PER_REGION = 512;
const REGION_BYTES = PAGE_BYTES * PAGES_PER_REGION;

interface Region {
  /** Bytes owned in each page. */
  readonly used: Int16Array;
  /** Bits of the pages that are owned in part. */
  readonly bits: (Int32Array | undefined)[];
}

export class Occupancy {
  readonly #regions = new Map<number, Region>();
  /** Blocks of a region or more, which are kept as they are. */
  readonly #large = new Map<Addr, Bytes>();
  #lastIndex = -1;
  #last: Region = newRegion();

  /** Takes the bytes; false, and nothing taken, when any is owned already. */
  claim(addr: Addr, bytes: Bytes): boolean {
    if (this.overlaps(addr, bytes)) return false;
    if (bytes >= REGION_BYTES) this.#large.set(addr, bytes);
    else this.#account(addr, bytes, true);
    return true;
  }

  /** Gives back bytes that were claimed together. */
  release(addr: Addr, bytes: Bytes): void {
    if (!this.#large.delete(addr)) this.#account(addr, bytes, false);
  }

  /** Whether any of the bytes is owned. */
  overlaps(addr: Addr, bytes: Bytes): boolean {
    const end = addr + bytes;
    for (const [large, size] of this.#large) if (large < end && addr < large + size) return true;
    for (let at = addr; at < end;) {
      const offset = at % REGION_BYTES;
      const region = this.#regionAt(at);
      if (region === undefined) {
        at += REGION_BYTES - offset;
        continue;
      }
      const page = Math.floor(offset / PAGE_BYTES);
      const from = offset % PAGE_BYTES;
      const to = Math.min(PAGE_BYTES, from + end - at);
      const used = region.used[page] as number;
      if (used === PAGE_BYTES) return true;
      if (used > 0 && (to - from === PAGE_BYTES || anyBit(bitsOf(region, page), from, to))) {
        return true;
      }
      at += to - from;
    }
    return false;
  }

  /** Notes bytes as owned, or as nobody's, page by page. */
  #account(addr: Addr, bytes: Bytes, owned: boolean): void {
    const end = addr + bytes;
    for (let at = addr; at < end;) {
      const region = this.#region(at);
      const offset = at % REGION_BYTES;
      const page = Math.floor(offset / PAGE_BYTES);
      const from = offset % PAGE_BYTES;
      const to = Math.min(PAGE_BYTES, from + end - at);
      region.used[page] = (region.used[page] as number) + (owned ? to - from : from - to);
      if (to - from < PAGE_BYTES) (owned ? setBits : clearBits)(bitsOf(region, page), from, to);
      at += to - from;
    }
  }

  /** The region of an address, where anything was ever owned there. */
  #regionAt(addr: Addr): Region | undefined {
    const index = Math.floor(addr / REGION_BYTES);
    if (index === this.#lastIndex) return this.#last;
    const region = this.#regions.get(index);
    if (region === undefined) return undefined;
    this.#last = region;
    this.#lastIndex = index;
    return region;
  }

  #region(addr: Addr): Region {
    const there = this.#regionAt(addr);
    if (there !== undefined) return there;
    this.#last = newRegion();
    this.#lastIndex = Math.floor(addr / REGION_BYTES);
    this.#regions.set(this.#lastIndex, this.#last);
    return this.#last;
  }
}

function newRegion(): Region {
  return {
    used: new Int16Array(PAGES_PER_REGION),
    bits: new Array<Int32Array | undefined>(PAGES_PER_REGION),
  };
}

function bitsOf(region: Region, page: number): Int32Array {
  return (region.bits[page] ??= new Int32Array(WORDS_PER_PAGE));
}

/** Bits `from` to `to` - 1 of the word that begins at bit `base`, as a mask. */
function maskIn(base: number, from: number, to: number): number {
  const low = from > base ? -1 << (from - base) : -1;
  const high = to < base + 32 ? (1 << (to - base)) - 1 : -1;
  return low & high;
}

function setBits(bits: Int32Array, from: number, to: number): void {
  const end = (to + 31) >>> 5;
  for (let word = from >>> 5; word < end; word += 1) {
    bits[word] = (bits[word] as number) | maskIn(word << 5, from, to);
  }
}

function clearBits(bits: Int32Array, from: number, to: number): void {
  const end = (to + 31) >>> 5;
  for (let word = from >>> 5; word < end; word += 1) {
    bits[word] = (bits[word] as number) & ~maskIn(word << 5, from, to);
  }
}

function anyBit(bits: Int32Array, from: number, to: number): boolean {
  for (let base = from & ~31; base < to; base += 32) {
    if (((bits[base >>> 5] as number) & maskIn(base, from, to)) !== 0) return true;
  }
  return false;
}
