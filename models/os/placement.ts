/**
 * Where the operating system puts a region.
 *
 *     adjacent     at the hint if that is free, else right above the highest region
 *     gapped       12 MiB above the highest region, whatever the hint
 *     descending   right below the lowest region, the first one below 0x40000000
 *     top          right below the lowest region, the first one at the end of the address space
 *     longer       as adjacent, but longer than asked where there is room
 *
 * A policy that finds no room on its side leaves it to the lowest gap that fits, so only a full
 * address space refuses. The answer is a function of the regions, the request and the number of
 * requests before: it repeats.
 */
import { MIB } from '../../src/base/units.ts';
import type { Addr, Bytes } from '../../src/base/units.ts';
import type { Placement } from '../../spec/subject.ts';
import { PLACE_BYTES } from './regions.ts';
import type { Regions } from './regions.ts';

/**
 * The first region of a process, when nothing else is said: 64 MiB, above where programs are
 * loaded.
 */
const FIRST_BASE: Addr = 64 * MIB;
const DESCENDING_LIMIT: Addr = 1024 * MIB;
const GAP: Bytes = 12 * MIB;
/** A longer region has 1…EXTRA_MAX times 64 KiB more. */
const EXTRA_MAX = 4;

export interface Request {
  /** Where the caller would like the region; 0 for anywhere. */
  readonly hint: Addr;
  readonly bytes: Bytes;
  /** Requests so far, this one included. */
  readonly ordinal: number;
}

export interface Range {
  readonly addr: Addr;
  readonly bytes: Bytes;
}

export class Placer {
  readonly #placement: Placement;
  readonly #regions: Regions;
  readonly #addressLimit: Addr;

  constructor(placement: Placement, regions: Regions, addressLimit: Addr) {
    this.#placement = placement;
    this.#regions = regions;
    this.#addressLimit = addressLimit;
  }

  /** A free range for the request; undefined when no gap is long enough. */
  place(request: Request): Range | undefined {
    const { bytes } = request;
    const chosen = this.#choose(request);
    const free = this.#regions.isFree(chosen, chosen + bytes);
    const addr = free ? chosen : this.#regions.lowestGap(bytes);
    if (addr === undefined) return undefined;
    const extra =
      this.#placement === 'longer' ? (1 + (request.ordinal % EXTRA_MAX)) * PLACE_BYTES : 0;
    return {
      addr,
      bytes: this.#regions.isFree(addr, addr + bytes + extra) ? bytes + extra : bytes,
    };
  }

  /** The address that the policy would like, free or not. */
  #choose({ hint, bytes }: Request): Addr {
    const { lowest, highest } = this.#regions;
    switch (this.#placement) {
      case 'gapped':
        return highest === undefined ? FIRST_BASE : alignUp(highest) + GAP;
      case 'descending':
        return alignDown((lowest ?? DESCENDING_LIMIT) - bytes);
      case 'top':
        return alignDown((lowest ?? this.#addressLimit) - bytes);
      case 'adjacent':
      case 'longer':
        if (hint % PLACE_BYTES === 0 && this.#regions.isFree(hint, hint + bytes)) return hint;
        return highest === undefined ? FIRST_BASE : alignUp(highest);
    }
  }
}

function alignUp(addr: Addr): Addr {
  return Math.ceil(addr / PLACE_BYTES) * PLACE_BYTES;
}

function alignDown(addr: Addr): Addr {
  return Math.floor(addr / PLACE_BYTES) * PLACE_BYTES;
}
