// Goal: regions know what is free, where the lowest gap is, and their lowest and highest address,
// whatever was added and removed before, in whatever order.
// Method: draw ranges of 64 KiB units in a small address space; take each that is free, give back
// each that is taken; compare every question with an array of booleans.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PLACE_BYTES, Regions } from '../../../models/os/regions.ts';

const UNITS = 24;

function naiveGap(taken: readonly boolean[], units: number): number | undefined {
  for (let from = 1; from + units <= UNITS; from += 1) {
    if (!taken.slice(from, from + units).includes(true)) return from * PLACE_BYTES;
  }
  return undefined;
}

describe('regions', () => {
  it('agree with an array of booleans', () => {
    const range = fc.record({ from: fc.nat(UNITS + 1), units: fc.integer({ min: 1, max: 6 }) });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 40 }), (ranges) => {
        const regions = new Regions(UNITS * PLACE_BYTES);
        const taken = Array.from({ length: UNITS }, () => false);
        for (const { from, units } of ranges) {
          const base = from * PLACE_BYTES;
          const limit = base + units * PLACE_BYTES;
          const here = taken.slice(from, from + units);
          const inside = from > 0 && from + units <= UNITS;
          const free = inside && !here.includes(true);
          expect(regions.isFree(base, limit)).toBe(free);
          if (free) regions.add(base, limit);
          else if (inside && !here.includes(false)) regions.remove(base, limit);
          else continue;
          taken.fill(free, from, from + units);
          const lowest = taken.indexOf(true);
          expect(regions.lowest).toBe(lowest === -1 ? undefined : lowest * PLACE_BYTES);
          const highest = taken.lastIndexOf(true) + 1;
          expect(regions.highest).toBe(highest === 0 ? undefined : highest * PLACE_BYTES);
          for (let n = 1; n <= UNITS; n += 1) {
            expect(regions.lowestGap(n * PLACE_BYTES)).toBe(naiveGap(taken, n));
          }
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it('begin at multiples of 64 KiB where they end elsewhere', () => {
    const regions = new Regions(UNITS * PLACE_BYTES);
    regions.add(PLACE_BYTES, PLACE_BYTES + 4096);
    expect(regions.lowestGap(4096)).toBe(2 * PLACE_BYTES);
    expect(regions.isFree(PLACE_BYTES + 4096, 2 * PLACE_BYTES)).toBe(true);
  });
});
