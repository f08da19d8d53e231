/** Sizes at which an allocator about which nothing is known may change its ways. */
import { KIB } from '../../base/units.ts';
import type { Bytes } from '../../base/units.ts';

/** Among the entries of a definition: a program may limit the memory. */
export const LIMIT = 'limit';

const STEP: Bytes = 16;
const STEPS_MAX: Bytes = 512;
const PAGES: readonly Bytes[] = [4 * KIB, 64 * KIB];
/** Sizes of this many pages. */
const PAGE_COUNTS = [1, 2, 3, 4, 8];

/**
 * Powers of two, steps of 16 bytes and whole pages, of a system and of WebAssembly.
 *
 * @param most  the largest of them is no larger
 */
export function conventionalEdges(most: Bytes): readonly Bytes[] {
  const edges = new Set<Bytes>();
  for (let size = 1; size <= most; size *= 2) edges.add(size);
  for (let size = STEP; size <= STEPS_MAX; size += STEP) edges.add(size);
  for (const page of PAGES) for (const count of PAGE_COUNTS) edges.add(page * count);
  return [...edges].filter((size) => size <= most).toSorted((a, b) => a - b);
}
