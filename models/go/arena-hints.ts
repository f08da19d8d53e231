/**
 * Where the heap asks for address space: hints tried in order, then anywhere.
 *
 * A hint is an address to reserve at; each success moves it on, so that the heap grows contiguously. A hint that gives
 * anything else is dropped. When none is left, any aligned region will do, and two new hints point down from its
 * base and up from its end.
 *
 * Source: Go 1.19 runtime/malloc.go ((*mheap).sysAlloc, sysReserveAligned), runtime/mheap.go (arenaHint).
 * Differs: what the operating system gave beyond the request is given back, but for a lucky aligned region.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Os } from '../os/os.ts';
import type { Geometry } from './geometry.ts';

interface ArenaHint {
  addr: Addr;
  /** Reserve below `addr` instead of from it. */
  readonly down: boolean;
}

export interface Region {
  readonly base: Addr;
  /** One past the last byte. */
  readonly limit: Addr;
}

export class ArenaHints {
  readonly #os: Os;
  readonly #geometry: Geometry;
  readonly #hints: ArenaHint[];

  constructor(geometry: Geometry, os: Os) {
    this.#geometry = geometry;
    this.#os = os;
    this.#hints = geometry.arenaHints.map((addr) => ({ addr, down: false }));
  }

  /** Reserves at least `bytes`, in whole arenas; undefined when the operating system refuses. */
  reserve(bytes: Bytes): Region | undefined {
    const { heapArenaBytes } = this.#geometry;
    const size = Math.ceil(bytes / heapArenaBytes) * heapArenaBytes;
    for (let hint = this.#hints[0]; hint !== undefined; hint = this.#hints[0]) {
      const region = this.#tryHint(hint, size);
      if (region !== undefined) return region;
      this.#hints.shift();
    }
    const region = this.#reserveAligned(size);
    if (region === undefined) return undefined;
    this.#hints.push({ addr: region.base, down: true }, { addr: region.limit, down: false });
    return region;
  }

  /** Exactly at the hint, or not at all. */
  #tryHint(hint: ArenaHint, size: Bytes): Region | undefined {
    const base = hint.down ? hint.addr - size : hint.addr;
    if (base <= 0 || base + size > this.#geometry.addressLimit) return undefined;
    const got = this.#os.sysReserve(base, size);
    if (got === undefined) return undefined;
    if (got.addr !== base) {
      this.#os.sysFree(got.addr, got.bytes);
      return undefined;
    }
    this.#giveBack(base + size, got.addr + got.bytes);
    hint.addr = hint.down ? base : base + size;
    return { base, limit: base + size };
  }

  /** Anywhere: an arena more than needed is asked for, and what lies outside the alignment given back. */
  #reserveAligned(size: Bytes): Region | undefined {
    const { heapArenaBytes } = this.#geometry;
    const got = this.#os.sysReserve(0, size + heapArenaBytes);
    if (got === undefined) return undefined;
    const end = got.addr + got.bytes;
    const lucky = got.addr % heapArenaBytes === 0;
    const base = Math.ceil(got.addr / heapArenaBytes) * heapArenaBytes;
    const limit = base + (lucky ? size + heapArenaBytes : size);
    this.#giveBack(got.addr, base);
    this.#giveBack(limit, end);
    return { base, limit };
  }

  #giveBack(from: Addr, to: Addr): void {
    if (from < to) this.#os.sysFree(from, to - from);
  }
}
