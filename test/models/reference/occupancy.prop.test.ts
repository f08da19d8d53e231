import { describe, expect, it } from 'vitest';
import { Prng } from '../../../src/base/prng.ts';
import { Occupancy } from '../../../models/reference/occupancy.ts';

// Goal: the index says "overlaps" exactly when some owned block shares a byte. Method: random claims and releases of
// all sizes, byte-aligned, beside a plain list; whole pages, page edges and region edges are drawn on purpose.
describe('the occupancy index', () => {
  it('agrees with a plain list of blocks', () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const prng = new Prng(seed);
      const occupancy = new Occupancy();
      const blocks: { addr: number; bytes: number }[] = [];
      for (let i = 0; i < 400; i += 1) {
        if (blocks.length > 0 && prng.oneIn(3)) {
          const [block] = blocks.splice(prng.below(blocks.length), 1);
          occupancy.release(block!.addr, block!.bytes);
          continue;
        }
        const bytes = prng.pick([1, 7, 8, 31, 32, 33, 100, 8191, 8192, 8193, 24576, 70000]);
        const base = prng.pick([0x400000, 0x7fe000, 2 ** 40]);
        const addr =
          base + prng.pick([0, 1, 31, 32, 8192]) + prng.below(20) * prng.pick([1, 8, 8192]);
        const taken = blocks.some(
          (block) => block.addr < addr + bytes && addr < block.addr + block.bytes,
        );
        expect(occupancy.overlaps(addr, bytes)).toBe(taken);
        expect(occupancy.claim(addr, bytes)).toBe(!taken);
        if (!taken) blocks.push({ addr, bytes });
      }
    }
  });
});
