/**
 * Units, as names for plain numbers.
 *
 * They are aliases and not branded types: the models do address arithmetic on every line, and a brand
 * would be cast away at each of them. A name in a signature says the unit; the invariants check the rest.
 */

/** An address in the subject's address space: a non-negative integer below 2^48. */
export type Addr = number;
/** A count of bytes. */
export type Bytes = number;
/** A count of runtime pages (8 KiB in Go), never of physical pages. */
export type Pages = number;

export const KIB = 1024;
export const MIB = 1024 * KIB;
export const GIB = 1024 * MIB;

/** An address as people write it, for example `0xc000012340`. */
export function hex(addr: Addr): string {
  return Number.isInteger(addr) && addr >= 0 ? `0x${addr.toString(16)}` : String(addr);
}
