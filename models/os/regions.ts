/**
 * Which addresses are taken: ranges that are not None, sorted, disjoint, and joined where they
 * touch.
 *
 * It answers where there is room; what the pages of a range are is in page-table.ts.
 */
import type { Addr, Bytes } from '../../src/base/units.ts';

/** Every region begins at a multiple of it, as mmap places them on systems with 64 KiB pages. */
export const PLACE_BYTES: Bytes = 64 * 1024;

interface Region {
  base: Addr;
  /** One past the last byte. */
  limit: Addr;
}

export class Regions {
  readonly #addressLimit: Addr;
  readonly #regions: Region[] = [];

  constructor(addressLimit: Addr) {
    this.#addressLimit = addressLimit;
  }

  /** First address of the lowest region; undefined when there is none. */
  get lowest(): Addr | undefined {
    return this.#regions[0]?.base;
  }

  /** One past the last byte of the highest region; undefined when there is none. */
  get highest(): Addr | undefined {
    return this.#regions.at(-1)?.limit;
  }

  /** Whether all of [base, limit) is None, above the first 64 KiB, and below the address limit. */
  isFree(base: Addr, limit: Addr): boolean {
    if (base < PLACE_BYTES || limit > this.#addressLimit) return false;
    const i = this.#indexFrom(base);
    return i === this.#regions.length || (this.#regions[i] as Region).base >= limit;
  }

  /** The lowest place for a region of `bytes`; undefined when there is none. */
  lowestGap(bytes: Bytes): Addr | undefined {
    let base = PLACE_BYTES;
    for (const region of this.#regions) {
      if (base + bytes <= region.base) return base;
      base = Math.ceil(region.limit / PLACE_BYTES) * PLACE_BYTES;
    }
    return base + bytes <= this.#addressLimit ? base : undefined;
  }

  /** Takes [base, limit), which is free and not empty. */
  add(base: Addr, limit: Addr): void {
    const i = this.#indexFrom(base);
    const below = i > 0 ? (this.#regions[i - 1] as Region) : undefined;
    const above = this.#regions[i];
    const joined = {
      base: below?.limit === base ? below.base : base,
      limit: above?.base === limit ? above.limit : limit,
    };
    const from = joined.base < base ? i - 1 : i;
    const to = joined.limit > limit ? i + 1 : i;
    this.#regions.splice(from, to - from, joined);
  }

  /** Frees [base, limit), all of it taken and not empty. */
  remove(base: Addr, limit: Addr): void {
    const i = this.#indexFrom(base);
    const region = this.#regions[i] as Region;
    const rest: Region[] = [];
    if (region.base < base) rest.push({ base: region.base, limit: base });
    if (limit < region.limit) rest.push({ base: limit, limit: region.limit });
    this.#regions.splice(i, 1, ...rest);
  }

  /** Index of the first region that ends above `addr`. */
  #indexFrom(addr: Addr): number {
    let i = this.#regions.length;
    while (i > 0 && (this.#regions[i - 1] as Region).limit > addr) i -= 1;
    return i;
  }
}
