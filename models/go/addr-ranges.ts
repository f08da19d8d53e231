/**
 * A set of addresses as ranges: sorted, disjoint, and never touching, since neighbours are joined
 * when added.
 *
 * The page allocator keeps the mapped part of the heap in one. A heap is nearly contiguous, so
 * there are few ranges.
 *
 * Keeps: go/in-use-ranges-canonical.
 * Source: Go 1.19 runtime/mranges.go (addrRanges).
 * Differs: the search is a plain binary one; an overlapping range is an error here, not only in a
 *   comment.
 * Left out: removeLast, removeGreaterEqual, cloneInto, subtract.
 */
import { hex } from '../../src/base/units.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import { Fatal } from '../../spec/subject.ts';
import type { AddrRangeView } from '../../spec/views/go.ts';

/** A range that can grow at either end. */
interface AddrRange {
  base: Addr;
  /** One past the last byte. */
  limit: Addr;
}

export class AddrRanges {
  /** Sum of the sizes of all ranges. */
  totalBytes: Bytes = 0;
  readonly #ranges: AddrRange[] = [];

  /** Ascending. */
  get ranges(): readonly AddrRangeView[] {
    return this.#ranges;
  }

  /**
   * Adds [base, limit), none of which is in the set.
   *
   * @throws {Fatal} when it is empty, or overlaps what is there
   */
  add(base: Addr, limit: Addr): void {
    if (limit <= base) throw new Fatal('attempted to add zero-sized address range');
    const i = this.findSucc(base);
    const below = i === 0 ? undefined : this.#ranges[i - 1];
    const above = this.#ranges[i];
    if (
      (below !== undefined && below.limit > base) ||
      (above !== undefined && above.base < limit)
    ) {
      throw new Fatal(`address range ${hex(base)}…${hex(limit)} is in use`);
    }
    const joinsBelow = below?.limit === base;
    const joinsAbove = above?.base === limit;
    if (joinsBelow && joinsAbove) {
      below.limit = above.limit;
      this.#ranges.splice(i, 1);
    } else if (joinsBelow) below.limit = limit;
    else if (joinsAbove) above.base = base;
    else this.#ranges.splice(i, 0, { base, limit });
    this.totalBytes += limit - base;
  }

  /** Index of the first range that begins above `addr`; the number of ranges when there is none. */
  findSucc(addr: Addr): number {
    let low = 0;
    let high = this.#ranges.length;
    while (low < high) {
      const mid = (low + high) >>> 1;
      if ((this.#ranges[mid] as AddrRange).base > addr) high = mid;
      else low = mid + 1;
    }
    return low;
  }

  contains(addr: Addr): boolean {
    return this.findAddrGreaterEqual(addr) === addr;
  }

  /** The lowest address of the set that is not below `addr`; Infinity when there is none. */
  findAddrGreaterEqual(addr: Addr): Addr {
    const i = this.findSucc(addr);
    if (i > 0 && addr < (this.#ranges[i - 1] as AddrRange).limit) return addr;
    return i < this.#ranges.length ? (this.#ranges[i] as AddrRange).base : Infinity;
  }
}
