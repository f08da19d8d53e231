import { describe, expect, it } from 'vitest';
import { gcPercentGoal, memoryLimitGoal } from '../../../models/go/scavenge-goals.ts';
import { MIB } from '../../../src/base/units.ts';
import { NO_MEMORY_LIMIT } from '../../../spec/views/go-pacer.ts';

describe('the goal of the memory limit', () => {
  it.each([
    [100 * MIB, 95 * MIB, Infinity],
    [100 * MIB, 95 * MIB + 1, 95 * MIB],
    [100 * MIB, 200 * MIB, 95 * MIB],
    [NO_MEMORY_LIMIT, 2 ** 40, Infinity],
  ])('is 95 %% of %i, with %i bytes ready', (memoryLimit, mappedReady, goal) => {
    expect(memoryLimitGoal({ memoryLimit, mappedReady })).toBe(goal);
  });
});

describe('the goal of GOGC', () => {
  const input = {
    lastHeapInUse: 10 * MIB,
    heapGoal: 20 * MIB,
    lastHeapGoal: 10 * MIB,
    heapRetained: 64 * MIB,
    physPageBytes: 4096,
  };

  it('is the heap in use, grown as its goal grew, and a tenth more', () => {
    expect(gcPercentGoal(input)).toBe(22 * MIB);
  });

  it('is whole physical pages', () => {
    expect(gcPercentGoal({ ...input, lastHeapInUse: 10 * MIB + 1 })).toBe(22 * MIB + 4096);
  });

  it.each([
    ['before the first cycle', { lastHeapGoal: 0 }],
    ['before the first cycle of an empty heap', { lastHeapGoal: 0, lastHeapInUse: 0 }],
    ['when less is retained', { heapRetained: 22 * MIB }],
    ['when it is met but for less than a page', { heapRetained: 22 * MIB + 4095 }],
  ])('is none %s', (_, change) => {
    expect(gcPercentGoal({ ...input, ...change })).toBe(Infinity);
  });
});
