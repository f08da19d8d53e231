/**
 * What the log keeps of scavenging: each turn of the background scavenger, and each allocation from the page heap that
 * scavenged or should have.
 *
 * Taken at the moment, since the numbers move on before the command is over. What an allocation scavenges comes before
 * it is reported, and after the growth of the heap that it needed.
 */
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { PAGE_BYTES } from './go.ts';
import type { GoView, SpanView } from './go.ts';
import { NO_MEMORY_LIMIT } from './go-pacer.ts';
import { uncachedRetainedPages } from './recounts.ts';

/** A quantum of the background scavenger; the numbers are those after it. */
export interface ScavengerTurn {
  readonly released: Bytes;
  readonly isParked: boolean;
  /** heapInUse + heapFree. */
  readonly heapRetained: Bytes;
  readonly mappedReady: Bytes;
  readonly gcPercentGoal: Bytes;
  readonly memoryLimitGoal: Bytes;
  /** Free pages, in no cache, that are still backed. Counted where it parked. */
  readonly left: Pages;
}

/** A span that came from the page heap under a memory limit, by growth above the goal, or after scavenging. */
export interface ScavengingAllocation {
  readonly base: Addr;
  readonly memoryLimit: Bytes;
  readonly mappedReady: Bytes;
  /** Whether the CPU limiter holds the collector back. */
  readonly limiting: boolean;
  /** Of the growth that it needed, what lies above the goal of GOGC; 0 when nothing does. */
  readonly aboveGoal: Bytes;
  readonly released: Bytes;
  /** Of it, what was given back while the limiter held the collector back. */
  readonly releasedLimiting: Bytes;
  /** Free pages, in no cache, that are still backed. */
  readonly left: Pages;
}

export function turnOf(go: GoView, released: Bytes): ScavengerTurn {
  const { scavenge, scavenger } = go.pacer;
  const { heapInUse, heapFree, mappedReady } = go.stats;
  const { gcPercentGoal, memoryLimitGoal } = scavenge;
  const isParked = scavenger.state === 'parked';
  return {
    released,
    isParked,
    heapRetained: heapInUse + heapFree,
    mappedReady,
    gcPercentGoal,
    memoryLimitGoal,
    left: isParked ? uncachedRetainedPages(go.pages) : 0,
  };
}

/** Adds up what happens from one allocation to the next. */
export class AllocationSums {
  #growth: Bytes = 0;
  #aboveGoal: Bytes = 0;
  #released: Bytes = 0;
  #releasedLimiting: Bytes = 0;

  clear(): void {
    this.#growth = 0;
    this.#aboveGoal = 0;
    this.#released = 0;
    this.#releasedLimiting = 0;
  }

  /** The heap grew, and nothing else changed since the allocation began. */
  grown({ stats, pacer }: GoView, bytes: Bytes): void {
    this.#growth += bytes;
    const excess = stats.heapInUse + stats.heapFree + this.#growth - pacer.scavenge.gcPercentGoal;
    this.#aboveGoal = Math.max(0, Math.min(this.#growth, excess));
  }

  scavenged({ pacer }: GoView, npages: Pages): void {
    this.#released += npages * PAGE_BYTES;
    if (pacer.limiter.limiting) this.#releasedLimiting += npages * PAGE_BYTES;
  }

  /** The span was just taken from the page heap. Undefined when nothing can be said of it. */
  allocated(go: GoView, span: SpanView): ScavengingAllocation | undefined {
    const { memoryLimit } = go.pacer.controller;
    const aboveGoal = this.#aboveGoal;
    const released = this.#released;
    const releasedLimiting = this.#releasedLimiting;
    this.clear();
    if (memoryLimit === NO_MEMORY_LIMIT && aboveGoal + released === 0) return undefined;
    const { mappedReady } = go.stats;
    const isShort = mappedReady > memoryLimit || released < aboveGoal;
    return {
      base: span.startAddr,
      memoryLimit,
      mappedReady,
      limiting: go.pacer.limiter.limiting,
      aboveGoal,
      released,
      releasedLimiting,
      left: isShort ? uncachedRetainedPages(go.pages) : 0,
    };
  }
}
