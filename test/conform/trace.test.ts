import { describe, expect, it } from 'vitest';
import { parseTrace, rebased } from '../../src/conform/trace.ts';
import type { TraceEvent } from '../../src/conform/trace.ts';
import { records } from './support.ts';

function parsed(...rows: readonly (readonly (number | bigint)[])[]): readonly TraceEvent[] {
  return parseTrace(records(...rows), 'a.trace');
}

describe('a recording', () => {
  it('is read as events, in order', () => {
    expect(
      parsed(
        [11, 4096, 2 ** 21],
        [1, 24, 3],
        [4, 0xc000000000, 1],
        [2, 0xc000000000, 0],
        [3, 4, 0],
        [5, 0xc000002000, 0],
        [6, 0, 0],
        [7, 0, 0],
        [10, 65536, 8192],
        [13, 0, 0],
        [15, 0xc000000000, 1],
        [19, 0, 0],
        [18, 0xc000000000, 0],
      ),
    ).toEqual([
      { kind: 'system', pageBytes: 4096, hugePageBytes: 2 ** 21 },
      { kind: 'malloc', size: 24, noscan: true, hasP: true },
      { kind: 'span', base: 0xc000000000, npages: 1 },
      { kind: 'done', addr: 0xc000000000 },
      { kind: 'manual', npages: 4, hasP: false },
      { kind: 'manual-free', base: 0xc000002000 },
      { kind: 'sweep', base: 0 },
      { kind: 'gc-start' },
      { kind: 'scavenge', wanted: 65536, released: 8192 },
      { kind: 'flush' },
      { kind: 'finalizer', addr: 0xc000000000, isSet: true, isLate: false },
      { kind: 'taken' },
      { kind: 'finalized', addr: 0xc000000000 },
    ]);
  });

  it('gathers the marks of a cycle, slot by slot', () => {
    const marks = new Int32Array([5, 0, 0, 0, -0x80000000, 0]);
    expect(
      parsed([8, 0x10000, 170], [5n], [0n], [0x80000000n], [8, 0x20000, 1], [1n], [9, 0, 0]),
    ).toEqual([
      {
        kind: 'gc-end',
        spans: [
          { base: 0x10000, nelems: 170, marks },
          { base: 0x20000, nelems: 1, marks: new Int32Array([1, 0]) },
        ],
      },
    ]);
  });

  it('reads MemStats by name', () => {
    const numbers = Array.from({ length: 15 }, (_, i) => i + 1);
    expect(parsed([14, 15, 0], numbers)).toEqual([
      {
        kind: 'stats',
        stats: {
          Mallocs: 1,
          Frees: 2,
          TotalAlloc: 3,
          HeapAlloc: 4,
          HeapObjects: 5,
          HeapSys: 6,
          HeapIdle: 7,
          HeapInuse: 8,
          HeapReleased: 9,
          manualInUse: 10,
          pagesInUse: 11,
          mapped: 12,
          heapLive: 13,
          heapMarked: 14,
          NumGC: 15,
        },
      },
    ]);
  });

  it('reads goals of the pacer, of which some are no integers, and some without bound', () => {
    const third = new DataView(new ArrayBuffer(8));
    third.setFloat64(0, 1 / 3);
    const float = third.getBigUint64(0);
    const inputs = [100, 1, 2, 3, 4, float];
    const goals = [5, 6, 7, float, 8, 9, 10, 0xffff_ffff_ffff_ffffn];
    expect(parsed([16, 4096, 0], [17, 14, 0], inputs, goals)).toEqual([
      { kind: 'swept', base: 4096 },
      {
        kind: 'paced',
        inputs: {
          gcPercent: 100,
          lastHeapGoal: 1,
          lastHeapScan: 2,
          lastStackScan: 3,
          globalsScan: 4,
          consMark: 1 / 3,
        },
        goals: {
          heapGoal: 5,
          trigger: 6,
          runway: 7,
          sweepPagesPerByte: 1 / 3,
          sweepHeapLiveBasis: 8,
          pagesSweptBasis: 9,
          lastHeapInUse: 10,
          scavengeGoal: Infinity,
        },
      },
    ]);
  });

  it.each([
    ['ends in a record', [[1, 24]], 'at byte 0: the recording ends in the middle of a record'],
    [
      'ends in its marks',
      [[8, 1, 65], [0]],
      'at byte 24: the recording ends in the middle of a record',
    ],
    ['has an unknown record', [[99, 0, 0]], 'at byte 24: a record of kind 99'],
    ['has other statistics', [[14, 3, 0]], 'at byte 24: a record of 3 numbers, not 15'],
    [
      'had no room',
      [[12, 0, 0]],
      'at byte 24: the process allocated more between two cycles than it can record',
    ],
  ])('that %s is refused', (_, rows, message) => {
    expect(() => parsed(...rows)).toThrow(`a.trace: ${message}`);
  });
});

describe('a process whose heap is elsewhere', () => {
  const geometry = { heapArenaBytes: 2 ** 26, arenaHints: [0xc000000000] };
  const arena = 0x1c000000000;
  const events: readonly TraceEvent[] = [
    { kind: 'malloc', size: 8, noscan: true, hasP: true },
    { kind: 'span', base: arena + 8192, npages: 1 },
    { kind: 'done', addr: arena + 8192 },
    { kind: 'sweep', base: 0 },
    { kind: 'gc-end', spans: [{ base: arena, nelems: 1, marks: new Int32Array(2) }] },
  ];

  it('is read as if it were where the model is', () => {
    expect(rebased(events, geometry)).toEqual([
      events[0],
      { kind: 'span', base: 0xc000002000, npages: 1 },
      { kind: 'done', addr: 0xc000002000 },
      { kind: 'sweep', base: 0 },
      { kind: 'gc-end', spans: [{ base: 0xc000000000, nelems: 1, marks: new Int32Array(2) }] },
    ]);
  });

  it('is left alone where both are at the same place, or nothing was allocated', () => {
    expect(rebased(events, { ...geometry, arenaHints: [arena] })).toBe(events);
    expect(rebased([events[0]!], geometry)).toEqual([events[0]]);
  });
});
