import type { Addr } from '../base/units.ts';
import type { Reuse } from './compared.ts';

/** Counts how many allocations lie between the free of an address and the allocation that returns it. */
export class ReuseMeter {
  /** Allocations so far. */
  #allocations = 0;
  /** How many there were when an address was freed; of those that were not given again. */
  readonly #freedAt = new Map<Addr, number>();
  readonly #distances: number[] = [];

  allocated(addr: Addr): void {
    const freedAt = this.#freedAt.get(addr);
    if (freedAt !== undefined) {
      this.#distances.push(this.#allocations - freedAt);
      this.#freedAt.delete(addr);
    }
    this.#allocations += 1;
  }

  freed(addr: Addr): void {
    this.#freedAt.set(addr, this.#allocations);
  }

  result(): Reuse {
    const sorted = this.#distances.toSorted((a, b) => a - b);
    return {
      count: sorted.length,
      median: rank(sorted, 0.5),
      p90: rank(sorted, 0.9),
      atOnce: sorted.filter((distance) => distance === 0).length,
    };
  }
}

/** The least of the values that a share of them does not exceed. */
function rank(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}
