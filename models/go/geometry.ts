/**
 * How the address space is laid out: arenas, the levels of the radix tree, and where the heap asks
 * for memory first.
 *
 * A chunk is 512 pages of 8 KiB, 4 MiB. The leaf level of the tree has one entry a chunk; each
 * level above has one entry for a block of entries below, `1 << summaryLevelBits[l + 1]` of them.
 * So the bits of all levels and the 22 of a chunk add up to `heapAddrBits`.
 *
 *                L0       L1        L2       L3      L4
 *     linux64   16 GiB    2 GiB   256 MiB   32 MiB   4 MiB   an entry; 2^14 at the root
 *     wasm32     2 GiB  256 MiB    32 MiB    4 MiB           an entry; 2 at the root
 *
 * Source: Go 1.19 runtime/malloc.go (heapAddrBits, heapArenaBytes, arenaHints), mpagealloc.go,
 *   mpagealloc_32bit.go, mpagealloc_64bit.go (summaryLevels, summaryL0Bits).
 * Differs: `arenaBaseOffset` is 0 (as on every 64-bit port but amd64 and aix), so an address is its
 *   own offset.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';
import { GIB, MIB } from '../../src/base/units.ts';
import type { GeometryView } from '../../spec/views/go.ts';

export interface Geometry extends GeometryView {
  /** No byte of the heap is at or above it. */
  readonly addressLimit: Addr;
  /** Of a huge page, which the scavenger does not break; 0 where there are none. */
  readonly physHugePageBytes: Bytes;
  /** Where to reserve arenas, in the order in which they are tried. */
  readonly arenaHints: readonly Addr[];
}

/** First hint of a 64-bit heap: in a dump, addresses from here on are easy to tell. */
const FIRST_HINT = 0x00c0_0000_0000;
/** From hint to hint: the byte above 0xc0 counts 0x00…0x7f. */
const HINT_STRIDE = 1024 * GIB;
const HINT_COUNT = 128;

/** 32-bit addresses. The default: small tables, and addresses that fit a word. */
export const WASM32: Geometry = Object.freeze({
  name: 'wasm32',
  heapAddrBits: 32,
  heapArenaBytes: 4 * MIB,
  summaryLevelBits: Object.freeze([1, 3, 3, 3]),
  addressLimit: 2 ** 32,
  physHugePageBytes: 0,
  arenaHints: Object.freeze([]),
});

/** 48-bit addresses, of which a process has the lower half. */
export const LINUX64: Geometry = Object.freeze({
  name: 'linux64',
  heapAddrBits: 48,
  heapArenaBytes: 64 * MIB,
  summaryLevelBits: Object.freeze([14, 3, 3, 3, 3]),
  addressLimit: 2 ** 47,
  physHugePageBytes: 2 * MIB,
  arenaHints: Object.freeze(
    Array.from({ length: HINT_COUNT }, (_, i) => FIRST_HINT + i * HINT_STRIDE),
  ),
});

/** All geometries, the default first. */
export const GEOMETRIES: readonly Geometry[] = Object.freeze([WASM32, LINUX64]);

/** The geometry of that name; undefined when there is none. */
export function geometryOf(name: string): Geometry | undefined {
  return GEOMETRIES.find((geometry) => geometry.name === name);
}
