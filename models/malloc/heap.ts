/**
 * The functions of C's malloc family, over an arena and mappings.
 *
 *     malloc, calloc, realloc, memalign ─┬─ below LARGE_FROM ──→ Arena ──→ System.extend, retract
 *                                        └─ from there on ─────────────→ System.map, unmap
 *
 * As in C, a call that fails returns the null pointer, here 0, and says why in `errno`; a call that goes well, and free in
 * any case, leaves `errno` as it is. A block of no bytes is a block like any other.
 *
 * Source: C17 7.22.3; POSIX.1-2024 calloc, free, malloc, posix_memalign, realloc, reallocarray; C23 7.24.3 free_sized.
 * Differs: no threads, no caches, no statistics.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { OBJECT_MAX, isPowerOfTwo } from '../../spec/contract.ts';
import { Arena } from './arena.ts';
import { copyBytes, zeroBytes } from './bytes.ts';
import {
  ALIGNMENT,
  CHUNK_MIN,
  HEADER,
  LARGE_FROM,
  MAPPINGS,
  OVERHEAD,
  PAGE,
  chunkBytesFor,
  roundUp,
} from './layout.ts';
import { System } from './system.ts';

/** sizeof(void *). */
const POINTER: Bytes = 8;

export const ENOMEM = 12;
export const EINVAL = 22;

/** What posix_memalign fills. */
export interface PointerCell {
  pointer: Addr;
}

export class Heap {
  errno = 0;
  readonly system: System;
  readonly #arena: Arena;

  /** @param limit  what it may have of the system; undefined for as much as there is */
  constructor(limit?: Bytes) {
    this.system = new System(limit);
    this.#arena = new Arena(this.system);
  }

  malloc(size: Bytes): Addr {
    if (isLarge(size)) return this.#map(size, PAGE);
    const chunk = this.#arena.take(chunkBytesFor(size));
    return chunk === 0 ? this.#fail(ENOMEM) : chunk + HEADER;
  }

  /** What was never anybody's is zero already: mappings, and the arena above what was used. */
  calloc(count: number, size: Bytes): Addr {
    const bytes = count * size;
    const { usedEnd } = this.#arena;
    const addr = this.malloc(bytes);
    if (addr !== 0 && !isMapped(addr))
      zeroBytes(this.system, addr, Math.min(bytes, Math.max(0, usedEnd - addr)));
    return addr;
  }

  /**
   * aligned_alloc, and its elder memalign.
   *
   * @param alignment  a power of two
   */
  memalign(alignment: Bytes, size: Bytes): Addr {
    if (alignment <= ALIGNMENT) return this.malloc(size);
    if (isLarge(size + alignment + CHUNK_MIN)) return this.#map(size, Math.max(alignment, PAGE));
    const chunk = this.#arena.takeAligned(chunkBytesFor(size), alignment);
    return chunk === 0 ? this.#fail(ENOMEM) : chunk + HEADER;
  }

  /** @returns  0 where `cell` has the block; else the error, and `cell` and `errno` are as they were */
  posixMemalign(cell: PointerCell, alignment: number, size: Bytes): number {
    if (!isAlignment(alignment)) return EINVAL;
    const { errno } = this;
    const addr = this.memalign(alignment, size);
    this.errno = errno;
    if (addr === 0) return ENOMEM;
    cell.pointer = addr;
    return 0;
  }

  /** @param addr  of a block, or 0 */
  realloc(addr: Addr, size: Bytes): Addr {
    if (addr === 0) return this.malloc(size);
    if (this.#resize(addr, size)) return addr;
    const moved = this.malloc(size);
    if (moved === 0) return 0;
    copyBytes(this.system, addr, moved, Math.min(this.usableSize(addr), size));
    this.free(addr);
    return moved;
  }

  reallocarray(addr: Addr, count: number, size: Bytes): Addr {
    return this.realloc(addr, count * size);
  }

  /** Also free_sized and free_aligned_sized: what their callers say of the block is no news here. */
  free(addr: Addr): void {
    if (addr === 0) return;
    if (isMapped(addr)) this.system.unmap(addr);
    else this.#arena.give(addr - HEADER);
  }

  /** @param addr  of a block, or 0, of which nothing is usable */
  usableSize(addr: Addr): Bytes {
    if (addr === 0) return 0;
    return isMapped(addr) ? this.system.bytesAt(addr) : this.#arena.bytes(addr - HEADER) - OVERHEAD;
  }

  #map(size: Bytes, alignment: Bytes): Addr {
    const bytes = Math.max(PAGE, roundUp(size, PAGE));
    const addr = size > OBJECT_MAX ? 0 : this.system.map(bytes, alignment);
    return addr === 0 ? this.#fail(ENOMEM) : addr;
  }

  /** Whether the block has so many bytes now, where it is. Mappings get no longer: what is behind is somebody else's. */
  #resize(addr: Addr, size: Bytes): boolean {
    if (!isMapped(addr))
      return !isLarge(size) && this.#arena.resize(addr - HEADER, chunkBytesFor(size));
    const bytes = roundUp(size, PAGE);
    if (!isLarge(size) || bytes > this.system.bytesAt(addr)) return false;
    this.system.shorten(addr, bytes);
    return true;
  }

  #fail(errno: number): 0 {
    this.errno = errno;
    return 0;
  }
}

function isLarge(size: Bytes): boolean {
  return size + OVERHEAD > LARGE_FROM;
}

function isMapped(addr: Addr): boolean {
  return addr >= MAPPINGS;
}

/** What posix_memalign takes: a power of two that is a multiple of the size of a pointer. */
function isAlignment(alignment: number): boolean {
  return isPowerOfTwo(alignment) && alignment >= POINTER;
}
