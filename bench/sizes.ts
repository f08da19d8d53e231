/**
 * Which sizes the loops ask for: one size over and over, or what servers ask for.
 *
 * A table is used in turn, so that choosing costs a masked index and no random number.
 */
import { Prng } from '../src/base/prng.ts';
import { KIB } from '../src/base/units.ts';
import type { Bytes } from '../src/base/units.ts';
import { FLEET_EXACT, FLEET_RANGES } from '../src/workload/fleet.ts';
import { Weighted } from '../src/workload/weighted.ts';

export interface SizeTable {
  readonly name: string;
  /** A power of two of them. */
  readonly sizes: Int32Array;
}

const MIXED_COUNT = 1024;
/** Largest size of the mixed table: it leaves out one request in 200, and half of the bytes. */
const MIXED_MAX = 64 * KIB;

/** A size drawn as the servers of src/workload/fleet.ts ask for them, but none above `max`. */
export function fleetUpTo(max: Bytes): (prng: Prng) => Bytes {
  const ranges = FLEET_RANGES.map(
    ([high, percent], i) => [(FLEET_RANGES[i - 1]?.[0] ?? 0) + 1, high, percent] as const,
  );
  const exact = FLEET_EXACT.map(([size, percent]) => [size, size, percent] as const);
  const all = [...exact, ...ranges].filter(([, high]) => high <= max);
  const weighted = new Weighted(
    all,
    all.map(([, , percent]) => percent),
  );
  return (prng) => {
    const [low, high] = weighted.pick(prng);
    return prng.between(low, high);
  };
}

function mixedSizes(): Int32Array {
  const prng = new Prng(1);
  const draw = fleetUpTo(MIXED_MAX);
  return Int32Array.from({ length: MIXED_COUNT }, () => draw(prng));
}

export const MIXED: SizeTable = { name: 'mixed', sizes: mixedSizes() };
export const SIZE_TABLES: readonly SizeTable[] = [
  ...[8, 64, KIB, 8 * KIB, 40_000].map((size) => ({
    name: String(size),
    sizes: Int32Array.of(size),
  })),
  MIXED,
];
