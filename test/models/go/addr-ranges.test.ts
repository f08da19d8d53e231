import { describe, expect, it } from 'vitest';
import { AddrRanges } from '../../../models/go/addr-ranges.ts';

type Pair = readonly [base: number, limit: number];

function setOf(...pairs: readonly Pair[]): AddrRanges {
  const ranges = new AddrRanges();
  for (const [base, limit] of pairs) ranges.add(base, limit);
  return ranges;
}

function pairs(ranges: AddrRanges): readonly Pair[] {
  return ranges.ranges.map(({ base, limit }) => [base, limit]);
}

describe('a set of address ranges', () => {
  // After Go's TestAddrRangesAdd: one range after the other into the same set.
  const added: readonly (readonly [what: string, add: Pair, after: readonly Pair[]])[] = [
    ['takes a first range', [512, 640], [[512, 640]]],
    ['joins a range above', [640, 1024], [[512, 1024]]],
    ['joins a range below', [256, 512], [[256, 1024]]],
    [
      'keeps a range above apart',
      [4096, 8192],
      [
        [256, 1024],
        [4096, 8192],
      ],
    ],
    [
      'keeps a range in between apart',
      [2048, 2560],
      [
        [256, 1024],
        [2048, 2560],
        [4096, 8192],
      ],
    ],
    [
      'joins a range to both sides',
      [1024, 2048],
      [
        [256, 2560],
        [4096, 8192],
      ],
    ],
    [
      'keeps a range below all apart',
      [64, 128],
      [
        [64, 128],
        [256, 2560],
        [4096, 8192],
      ],
    ],
    [
      'closes the last gaps',
      [128, 256],
      [
        [64, 2560],
        [4096, 8192],
      ],
    ],
    ['ends as one range', [2560, 4096], [[64, 8192]]],
  ];

  it.each(added.map(([what], i) => [what, i] as const))('%s', (_, i) => {
    const before = added.slice(0, i + 1).map(([, add]) => add);
    const ranges = setOf(...before);
    expect(pairs(ranges)).toEqual(added[i]?.[2]);
    expect(ranges.totalBytes).toBe(before.reduce((sum, [base, limit]) => sum + limit - base, 0));
  });

  it.each<readonly [string, Pair, string]>([
    ['nothing', [4096, 4096], 'attempted to add zero-sized address range'],
    ['less than nothing', [4096, 0], 'attempted to add zero-sized address range'],
    ['what is there', [512, 1024], 'address range 0x200…0x400 is in use'],
    ['the end of what is there', [768, 2048], 'address range 0x300…0x800 is in use'],
    ['the start of what is there', [0, 513], 'address range 0x0…0x201 is in use'],
    ['what surrounds a range', [0, 2048], 'address range 0x0…0x800 is in use'],
  ])('does not take %s', (_, [base, limit], message) => {
    const ranges = setOf([512, 1024]);
    expect(() => ranges.add(base, limit)).toThrow(message);
    expect(pairs(ranges)).toEqual([[512, 1024]]);
  });

  // After Go's TestAddrRangesFindSucc.
  it.each([
    [[], 0, 0],
    [[[0, 10]], 0, 1],
    [[[0, 10]], 10, 1],
    [[[5, 10]], 4, 0],
    [[[5, 10]], 5, 1],
    [[[5, 10]], 7, 1],
    [[[5, 10]], 12, 1],
    [
      [
        [0, 5],
        [8, 10],
      ],
      6,
      1,
    ],
    [
      [
        [0, 5],
        [8, 10],
      ],
      9,
      2,
    ],
    [
      [
        [0, 5],
        [8, 10],
      ],
      10,
      2,
    ],
  ] as const)('finds the successor in %j of %i at %i', (list, addr, index) => {
    expect(setOf(...list).findSucc(addr)).toBe(index);
  });

  it('finds the successor among a hundred ranges', () => {
    const ranges = setOf(...Array.from({ length: 100 }, (_, i) => [i * 20, i * 20 + 10] as const));
    expect(ranges.findSucc(20 * 37)).toBe(38);
    expect(ranges.findSucc(20 * 37 - 1)).toBe(37);
    expect(ranges.findSucc(99 * 20)).toBe(100);
  });

  it.each([
    [0, false, 16],
    [15, false, 16],
    [16, true, 16],
    [31, true, 31],
    [32, false, 2 ** 47],
    [2 ** 47, true, 2 ** 47],
    [2 ** 48 - 1, true, 2 ** 48 - 1],
    [2 ** 48, false, Infinity],
  ])('has of [16, 32) and [2^47, 2^48), for address %i: %s, next %i', (addr, isIn, next) => {
    const ranges = setOf([16, 32], [2 ** 47, 2 ** 48]);
    expect(ranges.contains(addr)).toBe(isIn);
    expect(ranges.findAddrGreaterEqual(addr)).toBe(next);
  });

  it('has nothing when empty', () => {
    const ranges = new AddrRanges();
    expect([ranges.contains(0), ranges.findAddrGreaterEqual(0), ranges.totalBytes]).toEqual([
      false,
      Infinity,
      0,
    ]);
  });
});
