/**
 * Sizes that a classic heap is built with, by name, and how its reservation is divided.
 *
 *              addresses   arena                    least growth   lists
 *     small64    48 bit    256 MiB at 0xc000000000    1 MiB        below 128 pages
 *     small32    32 bit    512, 256 or 128 MiB        1 MiB        below 128 pages
 *     tiny       32 bit    8 MiB                      64 KiB       below 8 pages
 *
 * On linux/amd64 the arena is half a tebibyte, of which Go uses nothing until it needs it; a simulated system has a record of
 * each page that is reserved, so `small64` differs in that one number.
 *
 * Source: Go 1.10 runtime/malloc.go (mallocinit, _HeapAllocChunk, arenaSizes), mheap.go (_MaxMHeapList).
 */
import { KIB, MIB } from '../../src/base/units.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { ClassicGeometryView } from '../../spec/views/classic.ts';
import { HEAP_BITMAP_SCALE, SPAN_ENTRY_BYTES } from '../../spec/views/classic.ts';
import { PAGE_BYTES } from '../../spec/views/go.ts';

export interface Geometry extends ClassicGeometryView {
  /** One past the last address. */
  readonly addressLimit: Addr;
  /** Where the reservation is tried to be, one after the other; 0 for anywhere. */
  readonly bases: readonly Addr[];
}

/** The three areas of a reservation, in this order, by their sizes. */
export interface Areas {
  readonly spans: Bytes;
  readonly bitmap: Bytes;
  readonly arena: Bytes;
  /** All that is reserved: a page more, so that it can begin at a page. */
  readonly reserved: Bytes;
}

/** @param arena  a multiple of 8 MiB, of which a thousandth is a page */
export function areasOf(arena: Bytes): Areas {
  const spans = (arena / PAGE_BYTES) * SPAN_ENTRY_BYTES;
  const bitmap = arena / HEAP_BITMAP_SCALE;
  return { spans, bitmap, arena, reserved: spans + bitmap + arena + PAGE_BYTES };
}

/** What linux/amd64 reserves for its arena. */
export const AMD64_ARENA: Bytes = 2 ** 39;

/** `0x00c000000000`, `0x01c000000000`, …: what no other use of the word can be taken for. */
export const AMD64_BASES: readonly Addr[] = Object.freeze(
  Array.from({ length: 0x80 }, (_, i) => i * 2 ** 40 + 0xc0_0000_0000),
);

const SMALL64: Geometry = Object.freeze({
  name: 'small64',
  addressLimit: 2 ** 47,
  arenaSizes: [256 * MIB],
  bases: AMD64_BASES,
  listPages: 128,
  growPages: MIB / PAGE_BYTES,
  growRoundPages: (64 * KIB) / PAGE_BYTES,
});

const SMALL32: Geometry = Object.freeze({
  ...SMALL64,
  name: 'small32',
  addressLimit: 2 ** 32,
  arenaSizes: [512 * MIB, 256 * MIB, 128 * MIB],
  bases: [0],
});

const TINY: Geometry = Object.freeze({
  name: 'tiny',
  addressLimit: 2 ** 32,
  arenaSizes: [8 * MIB],
  bases: [64 * MIB, 128 * MIB],
  listPages: 8,
  growPages: 8,
  growRoundPages: 2,
});

/** All geometries, the default first. */
export const GEOMETRIES: readonly Geometry[] = Object.freeze([SMALL64, TINY, SMALL32]);

/** The geometry of that name; undefined when there is none. */
export function geometryOf(name: string): Geometry | undefined {
  return GEOMETRIES.find((geometry) => geometry.name === name);
}
