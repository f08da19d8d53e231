/**
 * Size classes: how requests are rounded, derived as Go derives them.
 *
 * Go ships a generated table; this file is the generator. The walk over sizes keeps a class when its span wastes at
 * most an eighth at the end, merges neighbours that give as many objects per span, and finally enlarges each class
 * to what its span can hold. 67 classes and the dummy class 0 (large) come out.
 *
 * Keeps: go/size-class-table-shape, go/size-class-smallest-that-fits, go/division-magic-exact.
 * Source: Go 1.19 runtime/mksizeclasses.go (makeClasses, computeDivMagic), runtime/sizeclasses.go, runtime/msize.go.
 * Differs: the tables are computed when the module is loaded.
 */
import { assert } from '../../src/base/errors.ts';
import type { Bytes, Pages } from '../../src/base/units.ts';
import { MAX_SMALL_SIZE, PAGE_BYTES } from '../../spec/views/go.ts';
import type { SizeClassesView } from '../../spec/views/go.ts';

export const NUM_SIZE_CLASSES = 68;
const SMALL_SIZE_MAX = 1024;
const SMALL_SIZE_DIV = 8;
const LARGE_SIZE_DIV = 128;

interface SizeClass {
  size: Bytes;
  npages: Pages;
}

/** How far apart neighbouring classes are from `size` on, when `size` is a power of two. */
function alignFrom(size: Bytes, align: Bytes): Bytes {
  if (size >= 2048) return 256;
  if (size >= 128) return size / 8;
  return size >= 32 ? 16 : align;
}

/** The fewest pages of which at most an eighth is left over by objects of `size`. */
function spanPages(size: Bytes): Pages {
  let bytes = PAGE_BYTES;
  while (bytes % size > bytes / 8) bytes += PAGE_BYTES;
  return bytes / PAGE_BYTES;
}

function makeClasses(): SizeClass[] {
  const classes: SizeClass[] = [{ size: 0, npages: 0 }];
  let align = 8;
  for (let size = align; size <= MAX_SMALL_SIZE; size += align) {
    if ((size & (size - 1)) === 0) align = alignFrom(size, align);
    const npages = spanPages(size);
    const previous = classes[classes.length - 1] as SizeClass;
    const spanBytes = npages * PAGE_BYTES;
    const sameCount =
      previous.npages === npages &&
      Math.floor(spanBytes / size) === Math.floor(spanBytes / previous.size);
    if (classes.length > 1 && sameCount) previous.size = size;
    else classes.push({ size, npages });
  }
  for (const c of classes.slice(1)) enlarge(c);
  return classes;
}

/** Gives a class the largest size, in steps of 128, of which its span still holds as many. */
function enlarge(c: SizeClass): void {
  const bytes = c.npages * PAGE_BYTES;
  const roomy = Math.floor(bytes / Math.floor(bytes / c.size) / LARGE_SIZE_DIV) * LARGE_SIZE_DIV;
  if (roomy > c.size) c.size = roomy;
}

const classes = makeClasses();
assert(classes.length === NUM_SIZE_CLASSES, `derived ${classes.length} size classes`);

/** Bytes of a slot, by size class. */
export const classToSize: readonly Bytes[] = classes.map((c) => c.size);
/** Pages of a span, by size class. */
export const classToAllocnpages: readonly Pages[] = classes.map((c) => c.npages);
/** `offset * magic / 2^32`, rounded down, is the index of the slot at `offset`; 0 for large spans. */
export const classToDivMagic: readonly number[] = classes.map((c) =>
  c.size === 0 ? 0 : Math.floor(0xffff_ffff / c.size) + 1,
);

/** The lookup table for sizes `from + step * i`: the smallest class that holds each. */
function lookupTable(from: Bytes, to: Bytes, step: Bytes): Uint8Array {
  const table = new Uint8Array((to - from) / step + 1);
  for (let i = 0; i < table.length; i += 1) {
    table[i] = classToSize.findIndex((size) => size >= from + i * step);
  }
  return table;
}

export const sizeToClass8 = lookupTable(0, SMALL_SIZE_MAX, SMALL_SIZE_DIV);
export const sizeToClass128 = lookupTable(SMALL_SIZE_MAX, MAX_SMALL_SIZE, LARGE_SIZE_DIV);

/** The size class that serves requests of `size` bytes, 1…MAX_SMALL_SIZE; 0 for none. */
export function sizeToClass(size: Bytes): number {
  return size <= SMALL_SIZE_MAX - 8
    ? (sizeToClass8[(size + SMALL_SIZE_DIV - 1) >>> 3] as number)
    : (sizeToClass128[(size - SMALL_SIZE_MAX + LARGE_SIZE_DIV - 1) >>> 7] as number);
}

/**
 * How much a request of `size` bytes is given: the slot of its class, or whole pages.
 *
 * @source go1.19 runtime/msize.go roundupsize
 */
export function roundupsize(size: Bytes): Bytes {
  if (size < MAX_SMALL_SIZE) return classToSize[sizeToClass(size)] as Bytes;
  return Math.ceil(size / PAGE_BYTES) * PAGE_BYTES;
}

/** The tables as observers read them. */
export const sizeclasses: SizeClassesView = {
  classToSize,
  classToAllocnpages,
  classToDivMagic,
  classOf: sizeToClass,
};
