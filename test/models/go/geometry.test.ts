// Goal: the address spaces are laid out as Go lays them out. Method: Go's constants, written out (go1.19 malloc.go and
// mpagealloc_32bit.go, mpagealloc_64bit.go).
import { describe, expect, it } from 'vitest';
import { GEOMETRIES, geometryOf } from '../../../models/go/geometry.ts';

describe('the geometries', () => {
  it('are those of a WebAssembly module and of Linux on a 64-bit processor', () => {
    expect(GEOMETRIES.map(({ name }) => name)).toEqual(['wasm32', 'linux64']);
    expect(geometryOf('wasm32')).toMatchObject({
      heapAddrBits: 32,
      heapArenaBytes: 4 << 20,
      summaryLevelBits: [1, 3, 3, 3],
      addressLimit: 2 ** 32,
      physHugePageBytes: 0,
      arenaHints: [],
    });
    expect(geometryOf('linux64')).toMatchObject({
      heapAddrBits: 48,
      heapArenaBytes: 64 << 20,
      summaryLevelBits: [14, 3, 3, 3, 3],
      addressLimit: 2 ** 47,
      physHugePageBytes: 2 << 20,
    });
  });

  it('hint at 128 places for arenas on Linux: 0x00c0…, 0x01c0…, and so on', () => {
    const hints = geometryOf('linux64')!.arenaHints;
    expect(hints).toHaveLength(128);
    expect(hints.slice(0, 2)).toEqual([0xc0_0000_0000, 0x1c0_0000_0000]);
    expect(hints.at(-1)).toBe(0x7fc0_0000_0000);
  });

  it('have no other name', () => {
    expect(geometryOf('linux32')).toBeUndefined();
  });
});
