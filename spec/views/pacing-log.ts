/**
 * What the log keeps of pacing: each commit with what it saw, and how far sweeping had come at each allocation.
 *
 * Taken at the moment, since the numbers move on before the command is over.
 */
import type { Addr, Bytes, Pages } from '../../src/base/units.ts';
import { PAGE_BYTES, SPAN_IN_USE } from './go.ts';
import type { GoView, SpanView } from './go.ts';

export interface Commit {
  readonly heapLive: Bytes;
  readonly trigger: Bytes;
  /** Pages to sweep for each byte allocated. */
  readonly sweepPagesPerByte: number;
  /** Pages of spans in use, and of those that were to be swept, by walking them. */
  readonly inUse: Pages;
  readonly unswept: Pages;
  readonly memoryLimit: Bytes;
  readonly mappedReady: Bytes;
  /** What the scavenger was told. */
  readonly memoryLimitGoal: Bytes;
}

/** An allocation from the page heap while sweeping is paced. */
export interface PacedAllocation {
  readonly base: Addr;
  readonly npages: Pages;
  /** Pages that had to be swept before, since the line of the pace began; and those that were. */
  readonly target: Pages;
  readonly swept: Pages;
}

export function commitOf(go: GoView): Commit {
  const { controller, sweep, scavenge } = go.pacer;
  return {
    heapLive: controller.heapLive,
    trigger: controller.trigger(),
    sweepPagesPerByte: sweep.sweepPagesPerByte,
    ...countPages(go),
    memoryLimit: controller.memoryLimit,
    mappedReady: go.stats.mappedReady,
    memoryLimitGoal: scavenge.memoryLimitGoal,
  };
}

/**
 * The span was just taken from the page heap, and heapLive does not count it yet. Undefined when nothing had to be swept.
 */
export function pacedAllocationOf(go: GoView, span: SpanView): PacedAllocation | undefined {
  const { controller, sweep } = go.pacer;
  const { sweepPagesPerByte, sweepHeapLiveBasis, pagesSwept, pagesSweptBasis } = sweep;
  if (sweepPagesPerByte === 0 || go.sweepDone) return undefined;
  const { startAddr: base, npages, spanclass } = span;
  const grown = Math.max(0, controller.heapLive - sweepHeapLiveBasis);
  const pages = Math.trunc(sweepPagesPerByte * (npages * PAGE_BYTES + grown));
  // A large allocation leaves as many unswept as it asks for: it looks for them itself.
  const target = spanclass < 2 ? pages - npages : pages;
  return { base, npages, target, swept: pagesSwept - pagesSweptBasis };
}

/** Spans of the last generation are unswept, cached ones too. */
function countPages({ allspans, sweepgen }: GoView): Pick<Commit, 'inUse' | 'unswept'> {
  let [inUse, unswept] = [0, 0];
  for (const span of allspans) {
    if (span.state !== SPAN_IN_USE) continue;
    inUse += span.npages;
    if (span.sweepgen === sweepgen - 2 || span.sweepgen === sweepgen + 1) unswept += span.npages;
  }
  return { inUse, unswept };
}
