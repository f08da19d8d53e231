// Goal: a set of ranges is the set of the addresses that were added, in the one canonical form.
// Method: add random ranges to the set and to an array of booleans; what is empty or in use must
// be refused, everything else must agree after each add.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AddrRanges } from '../../../models/go/addr-ranges.ts';

const SPACE = 48;

/** The runs of `true`, as ranges. */
function naiveRanges(isIn: readonly boolean[]): { base: number; limit: number }[] {
  const ranges: { base: number; limit: number }[] = [];
  isIn.forEach((there, addr) => {
    if (there && isIn[addr - 1] !== true) ranges.push({ base: addr, limit: addr });
    if (there) (ranges.at(-1) as { limit: number }).limit = addr + 1;
  });
  return ranges;
}

describe('a set of address ranges', () => {
  it('agrees with an array of booleans', () => {
    const range = fc.record({ base: fc.nat(SPACE - 1), size: fc.nat(7) });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 30 }), (adds) => {
        const ranges = new AddrRanges();
        const isIn = Array.from({ length: SPACE + 8 }, () => false);
        for (const { base, size } of adds) {
          const limit = base + size;
          if (size === 0 || isIn.slice(base, limit).includes(true)) {
            expect(() => ranges.add(base, limit)).toThrow(/address range/);
            continue;
          }
          ranges.add(base, limit);
          isIn.fill(true, base, limit);
          expect(ranges.ranges).toEqual(naiveRanges(isIn));
          expect(ranges.totalBytes).toBe(isIn.filter(Boolean).length);
          for (let addr = 0; addr < SPACE; addr += 1) {
            const next = isIn.indexOf(true, addr);
            expect(ranges.contains(addr)).toBe(isIn[addr]);
            expect(ranges.findAddrGreaterEqual(addr)).toBe(next === -1 ? Infinity : next);
          }
        }
      }),
      { seed: 42, numRuns: 60 },
    );
  });
});
