/**
 * How much memory the background scavenger leaves backed: two goals, computed anew whenever the pacer commits.
 *
 *     gcPercentGoal     for heapInUse + heapFree: what the heap in use will be at its goal, and 10 % more
 *     memoryLimitGoal   for all memory that is Ready: 95 % of the limit, so that it works before the limit is met
 *
 * Infinity says that there is nothing to do.
 *
 * Keeps: go/scavenge-goal-below-limit.
 * Source: Go 1.19 runtime/mgcscavenge.go (gcPaceScavenger).
 * Differs: Go 1.19 forgets to divide the percent of the limit by 100, so that its limit goal is never met;
 *   models/mutants/go/scavenge-limit-goal-in-percent.ts does so too.
 */
import type { Bytes } from '../../src/base/units.ts';

/** One in how many bytes is kept in reserve: 10 %. */
const RETAIN_EXTRA_DIVISOR = 10;

/** What is left of the limit after taking off 5 %. */
const REDUCED_LIMIT = 1 - 5 / 100;

export interface PercentGoalInput {
  /** heapInUse when the last cycle ended. */
  readonly lastHeapInUse: Bytes;
  readonly heapGoal: Bytes;
  /** heapGoal when the last cycle ended; 0 before the first. */
  readonly lastHeapGoal: Bytes;
  /** heapInUse + heapFree. */
  readonly heapRetained: Bytes;
  /** A power of two. */
  readonly physPageBytes: Bytes;
}

export function gcPercentGoal(input: PercentGoalInput): Bytes {
  const { lastHeapInUse, heapGoal, lastHeapGoal, heapRetained, physPageBytes } = input;
  if (lastHeapGoal === 0) return Infinity;
  const inUse = Math.trunc(lastHeapInUse * (heapGoal / lastHeapGoal));
  const withReserve = inUse + Math.trunc(inUse / RETAIN_EXTRA_DIVISOR);
  const goal = Math.ceil(withReserve / physPageBytes) * physPageBytes;
  return heapRetained - goal < physPageBytes ? Infinity : goal;
}

export interface LimitGoalInput {
  readonly memoryLimit: Bytes;
  /** All memory that is Ready. */
  readonly mappedReady: Bytes;
}

export function memoryLimitGoal({ memoryLimit, mappedReady }: LimitGoalInput): Bytes {
  const goal = Math.trunc(memoryLimit * REDUCED_LIMIT);
  return mappedReady <= goal ? Infinity : goal;
}
