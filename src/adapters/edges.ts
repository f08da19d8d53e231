/** Sizes at which allocators of C's malloc family change what they do, as far as one can tell without knowing which it is. */
import type { Bytes } from '../base/units.ts';

const STEP: Bytes = 16;
const STEPPED_UP_TO: Bytes = 1024;
/** Page sizes, thresholds of mmap, sizes of slabs and chunks: powers of two and half-way between them. */
const LARGEST: Bytes = 2 ** 25;

/** Among the entries of a definition: a program may limit the memory. */
export const LIMIT = 'limit';

/** In ascending order. The generator takes one more and one less by itself. */
export const MALLOC_EDGES: readonly Bytes[] = [
  8,
  ...Array.from({ length: STEPPED_UP_TO / STEP }, (_, i) => (i + 1) * STEP),
  ...powersFrom(STEPPED_UP_TO * 2, LARGEST).flatMap((power) => [power * 0.75, power]),
];

function powersFrom(first: Bytes, last: Bytes): readonly Bytes[] {
  const count = Math.log2(last / first) + 1;
  return Array.from({ length: count }, (_, i) => first * 2 ** i);
}
