/**
 * What the operating system gives: an arena that grows and shrinks at its end (brk), and mappings elsewhere (mmap).
 *
 * What it gives is zero. What it did not give, or took back, holds junk: so whoever relies on either is found out.
 * There is an end to it: beyond the limit it gives nothing, as by `ulimit -v`.
 *
 * Source: brk(2), mmap(2), munmap(2), setrlimit(2) RLIMIT_AS.
 * Left out: pages that are given back from the middle of a mapping.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { MIB } from '../../src/base/units.ts';
import type { Memory, Slab } from '../../spec/subject.ts';
import { LOG_SLAB, SLAB_BYTES, fillJunk, fillZero, giveSlabs, takeSlab } from '../os/slabs.ts';
import { ARENA, ARENA_END, MAPPINGS, MAPPINGS_END, PAGE, roundUp } from './layout.ts';

/** What a simulated process can have at most, whatever its program says: all of it may be written. */
const BYTES_MAX: Bytes = 32 * MIB;

/** A stretch of memory that was given, [from, to). */
interface Mapping {
  readonly from: Addr;
  to: Addr;
}

export class System implements Memory {
  readonly slabBytes: Bytes = SLAB_BYTES;
  /** Where the arena ends: the break. */
  break: Addr = ARENA;
  readonly #limit: Bytes;
  readonly #slabs = new Map<number, Slab>();
  /** In order of address. */
  readonly #mappings: Mapping[] = [];
  #mappedBytes: Bytes = 0;

  constructor(limit: Bytes = BYTES_MAX) {
    this.#limit = Math.min(limit, BYTES_MAX);
  }

  get mappedBytes(): Bytes {
    return this.#mappedBytes;
  }

  slab(addr: Addr): Slab {
    const key = Math.floor(addr / SLAB_BYTES);
    return this.#slabs.get(key) ?? this.#newSlab(key);
  }

  /**
   * Moves the break up.
   *
   * @param bytes  > 0, whole slabs
   * @returns      false where there is no room, and then nothing changes
   */
  extend(bytes: Bytes): boolean {
    if (this.#isBeyond(bytes) || this.break + bytes > ARENA_END) return false;
    this.#forget(this.break, this.break + bytes);
    this.break += bytes;
    return true;
  }

  /** @param bytes  > 0, whole slabs of the arena */
  retract(bytes: Bytes): void {
    this.break -= bytes;
    this.#forget(this.break, this.break + bytes);
  }

  /**
   * Maps zeroes at the lowest place where there is room.
   *
   * @param bytes      > 0, whole pages
   * @param alignment  a power of two, a page or more
   * @returns          the first address, a multiple of the alignment; 0 where there is no room
   */
  map(bytes: Bytes, alignment: Bytes): Addr {
    if (this.#isBeyond(bytes)) return 0;
    let from = roundUp(MAPPINGS, alignment);
    let at = 0;
    for (; at < this.#mappings.length; at += 1) {
      const mapping = this.#mappings[at] as Mapping;
      if (from + bytes <= mapping.from) break;
      // A slab is all of one mapping, so that it is zero or junk as a whole but for the end of it.
      from = roundUp(mapping.to, Math.max(alignment, SLAB_BYTES));
    }
    if (from + bytes > MAPPINGS_END) return 0;
    this.#mappings.splice(at, 0, { from, to: from + bytes });
    this.#mappedBytes += bytes;
    this.#forget(from, from + bytes);
    return from;
  }

  /** @param from  of a mapping */
  unmap(from: Addr): void {
    const at = this.#indexOf(from);
    const { to } = this.#mappings[at] as Mapping;
    this.#mappings.splice(at, 1);
    this.#mappedBytes -= to - from;
    this.#forget(from, to);
  }

  /** Gives back the end of a mapping, so that `bytes` are left: > 0, whole pages, no more than it has. */
  shorten(from: Addr, bytes: Bytes): void {
    const mapping = this.#mappings[this.#indexOf(from)] as Mapping;
    const end = from + bytes;
    this.#mappedBytes -= mapping.to - end;
    this.#forget(roundUp(end, SLAB_BYTES), mapping.to);
    if (end % SLAB_BYTES > 0) this.#junk(end, Math.min(mapping.to, roundUp(end, SLAB_BYTES)));
    mapping.to = end;
  }

  /** Bytes of the mapping that begins there; 0 where none does. */
  bytesAt(from: Addr): Bytes {
    const mapping = this.#mappings[this.#indexOf(from)];
    return mapping === undefined ? 0 : mapping.to - from;
  }

  /** Returns the memory behind the addresses. The system is not used afterwards. */
  dispose(): void {
    giveSlabs([...this.#slabs.values()]);
    this.#slabs.clear();
  }

  #isBeyond(bytes: Bytes): boolean {
    return this.break - ARENA + this.#mappedBytes + bytes > this.#limit;
  }

  #indexOf(from: Addr): number {
    return this.#mappings.findIndex((mapping) => mapping.from === from);
  }

  #newSlab(key: number): Slab {
    const addr = key * SLAB_BYTES;
    const slab = takeSlab();
    const given = this.#givenFrom(addr);
    if (given > 0) fillZero(slab, addr, given);
    if (given < SLAB_BYTES) fillJunk(slab, addr + given, SLAB_BYTES - given);
    this.#slabs.set(key, slab);
    return slab;
  }

  /** Bytes from the start of a slab that were given. */
  #givenFrom(addr: Addr): Bytes {
    if (addr < this.break) return addr < ARENA ? 0 : SLAB_BYTES;
    const around = this.#mappings.find(({ from, to }) => from <= addr && addr < to);
    return around === undefined ? 0 : Math.min(SLAB_BYTES, around.to - addr);
  }

  /** What is there from here on is what it will be when somebody looks. */
  #forget(from: Addr, to: Addr): void {
    const gone: Slab[] = [];
    for (let key = from / SLAB_BYTES; key * SLAB_BYTES < to; key += 1) {
      const slab = this.#slabs.get(key);
      if (slab === undefined) continue;
      gone.push(slab);
      this.#slabs.delete(key);
    }
    giveSlabs(gone);
  }

  #junk(from: Addr, to: Addr): void {
    fillJunk(this.slab(from), from, to - from);
  }
}

/** Bytes that the break moves by at a time. */
export const GRAIN: Bytes = Math.max(PAGE, 1 << LOG_SLAB);
