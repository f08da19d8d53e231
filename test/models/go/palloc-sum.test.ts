import { describe, expect, it } from 'vitest';
import { LINUX64, WASM32, geometryOf, GEOMETRIES } from '../../../models/go/geometry.ts';
import { SummaryLevel, summaryLevels } from '../../../models/go/palloc-sum.ts';

const TRIPLE = { start: 3, max: 40, end: 2 };

describe('a level of summaries', () => {
  it('is full where nothing is mapped', () => {
    const level = new SummaryLevel(9, 26, 3);
    for (const i of [0, 511, 512, 2 ** 18, 2 ** 26 - 1]) {
      expect([level.start(i), level.max(i), level.end(i)]).toEqual([0, 0, 0]);
    }
  });

  it('refuses an entry over memory that is not mapped', () => {
    const level = new SummaryLevel(9, 26, 3);
    level.grow(512, 513);
    expect(() => level.set(1, 1, 1, 1)).toThrow('summary entry 1 is not mapped');
  });

  it.each([
    ['of a small level', 1, 0],
    ['in its first block', 10, 511],
    ['in its second block', 10, 512],
    ['in a far row', 26, 2 ** 18 + 5],
    ['at the end', 26, 2 ** 26 - 1],
  ])('keeps an entry %s', (_, logEntries, i) => {
    const level = new SummaryLevel(9, logEntries, 3);
    level.grow(i, i);
    const { start, max, end } = TRIPLE;
    expect(level.set(i, start, max, end)).toBe(true);
    expect([level.start(i), level.max(i), level.end(i)]).toEqual([start, max, end]);
    level.grow(0, i % 1000);
    expect(level.set(i, start, max, end)).toBe(false);
    expect([
      level.set(i, 4, max, end),
      level.set(i, 4, 41, end),
      level.set(i, 4, 41, 3),
      level.set(i, 4, 41, 3),
    ]).toEqual([true, true, true, false]);
  });

  it('holds the 2^21 pages of a free root entry as they are', () => {
    const root = new SummaryLevel(21, 14, 14);
    root.grow(0, 0);
    root.set(0, 2 ** 21, 2 ** 21, 2 ** 21);
    expect([root.start(0), root.max(0), root.end(0)]).toEqual([2 ** 21, 2 ** 21, 2 ** 21]);
  });
});

describe('the summary of a block', () => {
  type Entry = readonly [start: number, max: number, end: number];
  const N = 512;
  const free: Entry = [N, N, N];
  const full: Entry = [0, 0, 0];

  it.each<readonly [string, readonly Entry[], Entry]>([
    ['nothing free', [], full],
    ['all free', [free, free, free, free, free, free, free, free], [8 * N, 8 * N, 8 * N]],
    ['a free start', [[7, 9, 0]], [7, 9, 0]],
    ['a start that runs on', [free, free, [7, 9, 0]], [2 * N + 7, 2 * N + 7, 0]],
    [
      'a start after which none counts',
      [
        [7, 9, 0],
        [100, 100, 50],
      ],
      [7, 100, 0],
    ],
    [
      'a run over a border',
      [
        [0, 5, 5],
        [6, 6, 0],
      ],
      [0, 11, 0],
    ],
    ['a run over two borders', [[0, 5, 5], free, [6, 6, 0]], [0, N + 11, 0]],
    [
      'a longer run inside',
      [
        [0, 5, 5],
        [6, 60, 0],
      ],
      [0, 60, 0],
    ],
    ['a free end', [full, full, full, full, full, full, full, [0, 9, 4]], [0, 9, 4]],
    [
      'an end that runs on',
      [full, full, full, full, full, [0, 9, 4], free, free],
      [0, 2 * N + 4, 2 * N + 4],
    ],
  ])('has %s', (_, entries, expected) => {
    const [above, below] = summaryLevels([1, 3]) as [SummaryLevel, SummaryLevel];
    above.grow(0, 1);
    below.grow(0, 15);
    entries.forEach(([start, max, end], i) => below.set(8 + i, start, max, end));
    expect(above.merge(1, below)).toBe(expected !== full);
    expect([above.start(1), above.max(1), above.end(1)]).toEqual(expected);
    expect(above.merge(1, below)).toBe(false);
    expect(above.max(0)).toBe(0);
  });
});

describe('a geometry', () => {
  it.each([
    [WASM32, [18, 15, 12, 9], [2, 16, 128, 1024]],
    [LINUX64, [21, 18, 15, 12, 9], [2 ** 14, 2 ** 17, 2 ** 20, 2 ** 23, 2 ** 26]],
  ])('spans its address space: $name', (geometry, logPages, entries) => {
    const levels = summaryLevels(geometry.summaryLevelBits);
    expect(levels.map((level) => level.logPages)).toEqual(logPages);
    expect(levels.map((level) => level.entries)).toEqual(entries);
    expect(levels.map((level) => level.indexOf(2 ** (geometry.heapAddrBits - 22) - 1))).toEqual(
      entries.map((n) => n - 1),
    );
    expect(geometry.addressLimit).toBeLessThanOrEqual(2 ** geometry.heapAddrBits);
  });

  it('is found by its name', () => {
    expect(GEOMETRIES.map(({ name }) => geometryOf(name))).toEqual([WASM32, LINUX64]);
    expect(geometryOf('vax')).toBeUndefined();
  });

  it('hints at places of their own, a tebibyte apart, in 64 bits', () => {
    const { arenaHints, addressLimit } = LINUX64;
    expect(arenaHints.map((addr) => addr.toString(16)).slice(0, 3)).toEqual([
      'c000000000',
      '1c000000000',
      '2c000000000',
    ]);
    expect(arenaHints).toHaveLength(128);
    expect(arenaHints.at(-1)).toBeLessThan(addressLimit);
    expect(arenaHints.at(-1)?.toString(16)).toBe('7fc000000000');
    expect(WASM32.arenaHints).toEqual([]);
  });
});
