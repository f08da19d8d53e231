import { describe, expect, it } from 'vitest';
import { Os } from '../../../models/os/os.ts';
import type { Fault, Placement } from '../../../spec/subject.ts';
import { hex, KIB, MIB } from '../../../src/base/units.ts';

const LIMIT = 2 ** 32;

function osOf(placement: Placement, addressLimit = LIMIT): Os {
  return new Os({ addressLimit, faults: [{ kind: 'place', placement }] });
}

/** Reserves one region after the other: `0xaddr+0xbytes`, or `refused`. */
function reserve(
  os: Os,
  ...requests: readonly (readonly [hint: number, bytes: number])[]
): string[] {
  return requests.map(([hint, bytes]) => {
    const range = os.sysReserve(hint, bytes);
    return range === undefined ? 'refused' : `${hex(range.addr)}+${hex(range.bytes)}`;
  });
}

describe('a region', () => {
  it.each<readonly [Placement, readonly string[]]>([
    ['adjacent', ['0x4000000+0x400000', '0x4400000+0x801000', '0x4c10000+0x400000']],
    ['gapped', ['0x4000000+0x400000', '0x5000000+0x801000', '0x6410000+0x400000']],
    ['descending', ['0x3fc00000+0x400000', '0x3f3f0000+0x801000', '0x3eff0000+0x400000']],
    ['top', ['0xffc00000+0x400000', '0xff3f0000+0x801000', '0xfeff0000+0x400000']],
    ['longer', ['0x4000000+0x420000', '0x4420000+0x831000', '0x4c60000+0x440000']],
  ])('without a hint is placed %s', (placement, expected) => {
    const requests = [
      [0, 4 * MIB],
      [0, 8 * MIB + 4 * KIB],
      [0, 4 * MIB],
    ] as const;
    expect(reserve(osOf(placement), ...requests)).toEqual(expected);
    expect(reserve(osOf(placement), ...requests)).toEqual(expected);
  });

  it.each<readonly [Placement, readonly string[]]>([
    ['adjacent', ['0x80000000+0x400000', '0x20000000+0x10000', '0x80400000+0x10000']],
    ['longer', ['0x80000000+0x420000', '0x20000000+0x40000', '0x80420000+0x50000']],
    ['gapped', ['0x4000000+0x400000', '0x5000000+0x10000', '0x5c10000+0x10000']],
    ['descending', ['0x3fc00000+0x400000', '0x3fbf0000+0x10000', '0x3fbe0000+0x10000']],
    ['top', ['0xffc00000+0x400000', '0xffbf0000+0x10000', '0xffbe0000+0x10000']],
  ])('with a hint is placed %s', (placement, expected) => {
    const os = osOf(placement);
    expect(
      reserve(os, [0x8000_0000, 4 * MIB], [0x2000_0000, 64 * KIB], [0x2000_0000, 64 * KIB]),
    ).toEqual(expected);
  });

  it.each([
    ['not aligned', 0x2000_1000],
    ['below 64 KiB', 0x1000],
    ['taken at its end', 0x4000_0000 - MIB],
    ['taken at its start', 0x4000_0000],
    ['beyond the end', LIMIT - MIB],
    ['not an address', NaN],
  ])('does not keep to a hint that is %s', (_, hint) => {
    const os = osOf('adjacent');
    expect(reserve(os, [0x4000_0000, MIB], [hint, 2 * MIB])).toEqual([
      '0x40000000+0x100000',
      '0x40100000+0x200000',
    ]);
  });

  it('follows the highest one that is left', () => {
    const os = osOf('adjacent');
    reserve(os, [0, MIB], [0, MIB]);
    os.sysFree(0x410_0000, MIB);
    expect(reserve(os, [0, 2 * MIB])).toEqual(['0x4100000+0x200000']);
    os.sysFree(0x400_0000, 3 * MIB);
    expect(reserve(os, [0, MIB])).toEqual(['0x4000000+0x100000']);
  });

  it.each<readonly [Placement, readonly (readonly [number, number])[], readonly string[]]>([
    [
      'adjacent',
      [
        [LIMIT - MIB, MIB],
        [0, 4 * MIB],
        [0, 63 * MIB],
        [0, LIMIT - MIB],
      ],
      ['0xfff00000+0x100000', '0x10000+0x400000', '0x410000+0x3f00000', 'refused'],
    ],
    [
      'gapped',
      [
        [0, LIMIT - 70 * MIB],
        [0, MIB],
        [0, 64 * MIB],
      ],
      ['0x4000000+0xfba00000', '0x10000+0x100000', 'refused'],
    ],
    [
      'descending',
      [
        [0, 1000 * MIB],
        [0, 30 * MIB],
        [0, MIB],
      ],
      ['0x1800000+0x3e800000', '0x40000000+0x1e00000', '0x1700000+0x100000'],
    ],
    [
      'top',
      [
        [0, LIMIT - MIB],
        [0, MIB],
        [0, MIB - 64 * KIB],
      ],
      ['0x100000+0xfff00000', 'refused', '0x10000+0xf0000'],
    ],
    [
      'longer',
      [
        [LIMIT - MIB, MIB],
        [LIMIT - 2 * MIB, MIB],
        [0, LIMIT - 2 * MIB - 128 * KIB],
      ],
      ['0xfff00000+0x100000', '0xffe00000+0x100000', '0x10000+0xffde0000'],
    ],
  ])(
    'that finds no room where %s puts it goes to the lowest gap',
    (placement, requests, expected) => {
      expect(reserve(osOf(placement), ...requests)).toEqual(expected);
    },
  );

  it('lies anywhere below 2^48', () => {
    expect(reserve(osOf('top', 2 ** 48), [0, 64 * MIB], [0, 2 ** 30])).toEqual([
      '0xfffffc000000+0x4000000',
      '0xffffbc000000+0x40000000',
    ]);
    expect(reserve(osOf('adjacent', 2 ** 47), [0xc0_0000_0000, 64 * MIB], [0, MIB])).toEqual([
      '0xc000000000+0x4000000',
      '0xc004000000+0x100000',
    ]);
  });
});

describe('a fault plan', () => {
  const refuse = (k: number, onwards: boolean): Fault => ({
    kind: 'refuse',
    call: 'reserve',
    k,
    onwards,
  });

  it.each<readonly [string, readonly Fault[], string]>([
    ['nothing', [], '.....'],
    ['the first call', [refuse(1, false)], 'x....'],
    ['the third call', [refuse(3, false)], '..x..'],
    ['all from the third call', [refuse(3, true)], '..xxx'],
    ['two calls', [refuse(2, false), refuse(4, false)], '.x.x.'],
    ['no other kind', [{ kind: 'refuse', call: 'map', k: 1, onwards: true }], '.....'],
  ])('refuses %s', (_, faults, expected) => {
    const os = new Os({ addressLimit: LIMIT, faults });
    const answers = Array.from({ length: 5 }, () => os.sysReserve(0, MIB));
    expect(answers.map((range) => (range === undefined ? 'x' : '.')).join('')).toBe(expected);
    expect(os.refusals).toBe(expected.replaceAll('.', '').length);
    expect(os.reservedBytes).toBe((5 - os.refusals) * MIB);
  });

  it('places as the first of several faults says', () => {
    const faults = (['top', 'gapped'] as const).map((placement): Fault => ({
      kind: 'place',
      placement,
    }));
    const os = new Os({ addressLimit: LIMIT, faults: [refuse(9, false), ...faults] });
    expect(reserve(os, [0, MIB])).toEqual(['0xfff00000+0x100000']);
  });
});
