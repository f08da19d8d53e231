/**
 * The numbers that TCMalloc is built with, by name: pages from 4 to 64 KiB, and a tiny one whose bugs show in programs of a
 * few lines.
 *
 *              page    hardware   classes   lists up to   growth
 *     page8k   8 KiB    4 KiB        86      128 pages     1 MiB
 *     page4k   4 KiB   16 KiB        86      256 pages     1 MiB   spans of four pages, and of multiples
 *     page64k  64 KiB   4 KiB        83       16 pages     1 MiB
 *     hard64k  8 KiB   64 KiB        86      128 pages     1 MiB   spans below 64 KiB cannot be given back
 *     tiny     64 B     64 B          4        4 pages     4 KiB   threads share 256 bytes
 *
 * Source: gperftools common.h, common.cc, page_heap.h, thread_cache.cc, static_vars.h.
 */
import { GIB, KIB, MIB } from '../../src/base/units.ts';
import type { Bytes } from '../../src/base/units.ts';
import type { TcmallocGeometryView } from '../../spec/views/tcmalloc.ts';

const LIST_BYTES: Bytes = MIB;

/** Of a page size, with the numbers that gperftools has by default. */
function standard(
  name: string,
  pageBytes: Bytes,
  hardwarePageBytes = 4 * KIB,
  minSpanPages = 1,
): Geometry {
  const pages = (bytes: Bytes): number => Math.max(1, Math.floor(bytes / pageBytes));
  return Object.freeze({
    name,
    pageBytes,
    hardwarePageBytes,
    minSpanPages,
    minAlignment: 16,
    maxSmallBytes: 256 * KIB,
    batchCap: 32,
    listPages: pages(LIST_BYTES),
    growPages: pages(MIB),
    coalesceBytes: 128 * MIB,
    budgetBytes: 32 * MIB,
    minBudgetBytes: 512 * KIB,
    stealBytes: 64 * KIB,
    slotsAtFirst: 16,
    slotsMax: 64,
    slotBytesMax: MIB,
    releaseDelayPages: 2 ** 18,
    releaseDelayMaxPages: 2 ** 20,
    metadataChunkBytes: 8 * MIB,
  });
}

export type Geometry = TcmallocGeometryView;

export const PAGE8K: Geometry = standard('page8k', 8 * KIB);

export const TINY: Geometry = Object.freeze({
  name: 'tiny',
  pageBytes: 64,
  hardwarePageBytes: 64,
  minSpanPages: 1,
  minAlignment: 16,
  maxSmallBytes: 32,
  batchCap: 2,
  listPages: 4,
  growPages: 64,
  coalesceBytes: 16 * KIB,
  budgetBytes: 256,
  minBudgetBytes: 64,
  stealBytes: 128,
  slotsAtFirst: 1,
  slotsMax: 2,
  slotBytesMax: 128,
  releaseDelayPages: 16,
  releaseDelayMaxPages: 64,
  metadataChunkBytes: 4 * KIB,
});

/** All geometries, the default first. */
export const GEOMETRIES: readonly Geometry[] = Object.freeze([
  PAGE8K,
  TINY,
  standard('page4k', 4 * KIB, 16 * KIB, 4),
  standard('page64k', 64 * KIB),
  standard('hard64k', 8 * KIB, 64 * KIB),
]);

/** What a process may take of the system, in all. */
export const RESERVED_LIMIT: Bytes = GIB;

/** The geometry of that name; undefined when there is none. */
export function geometryOf(name: string): Geometry | undefined {
  return GEOMETRIES.find((geometry) => geometry.name === name);
}
