/**
 * What an allocator of C's malloc family promises its clients, where the standards leave it to the allocator.
 *
 * The rest is the same for all: C17 7.22.3, and POSIX for posix_memalign. A subject that declares a contract is driven by the
 * family's own functions (src/engine/requests.ts): sizes are of type size_t, so that -1 is SIZE_MAX, and blocks hold no
 * pointers that anybody follows.
 */
import type { Bytes } from '../src/base/units.ts';
import type { Observation } from './subject.ts';

export interface Contract {
  /**
   * What a malloc of no bytes gives: a block like any other, that can be freed; the null pointer; or what it likes.
   * C17 7.22.3 leaves it open.
   */
  readonly zeroSize: 'block' | 'null' | 'either';
  /**
   * What `malloc_usable_size` is good for: nothing is said; it is at least what was asked for; and all of it may be written.
   */
  readonly usable: 'unknown' | 'reported' | 'writable';
  /**
   * What a client may hold, with a new request, while that request must be served: there is memory enough. Nothing where it
   * is not given, or a program limits the memory.
   */
  readonly plenty?: Bytes;
  /** Whether a block of no bytes is aligned as was asked for. C17 does not say. */
  readonly alignsNothing?: true;
  /** Whether calloc clears all that may be used, and not only what was asked for. */
  readonly zeroesUsable?: true;
  /** What else is promised, of that which the standards differ about. */
  readonly promises: readonly Observation['of'][];
  /**
   * What comes of a free of what is no block, and of a size that is no size_t. C leaves both undefined, so nobody does that
   * where it is not given.
   */
  readonly misuse?: 'refused';
  /** Every address is a multiple of this, or of the largest power of two that is no larger than the size. */
  readonly alignment: Bytes;
}

/** What holds of every C library: C17 7.22.3 and no more. */
export const C_CONTRACT: Contract = {
  zeroSize: 'either',
  usable: 'reported',
  alignment: 16,
  promises: [],
};

/** The largest number below 2^63 that a double can hold: no object is larger than PTRDIFF_MAX. */
export const OBJECT_MAX: Bytes = 2 ** 63 - 1024;

/** The largest size_t and one. */
const SIZE_T_END = 2 ** 64;

/**
 * The size_t that a number of a program says: a negative one counts down from 2^64, as `(size_t)-1`.
 *
 * @returns  undefined where it says none: a fraction, NaN, or beyond 64 bits
 */
export function sizeT(value: number): Bytes | undefined {
  if (!Number.isInteger(value) || value >= SIZE_T_END || value <= -SIZE_T_END) return undefined;
  return value < 0 ? SIZE_T_END + value : Math.abs(value);
}

/** What the address of a block is a multiple of where no alignment was asked for: C17 7.22.3, any object that fits. */
export function naturalAlignment({ alignment }: Contract, size: Bytes): Bytes {
  if (size >= alignment) return alignment;
  return size < 1 ? 1 : 2 ** Math.floor(Math.log2(size));
}

/** Whether an alignment is one that any allocator may take: up to 2^62. */
export function isPowerOfTwo(value: number): boolean {
  return (
    value >= 1 &&
    value <= 2 ** 62 &&
    Number.isInteger(Math.log2(value)) &&
    2 ** Math.log2(value) === value
  );
}
