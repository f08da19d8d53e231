/** What one command may change: the state before it, what it did, the state after it. */
import type { Bytes } from '../../src/base/units.ts';
import { defineStepQuantifier } from '../invariant.ts';
import type { ViewOf } from '../invariant.ts';

/** Numbers of a Go heap as a whole. */
export interface HeapNumbers {
  readonly sweepgen: number;
  readonly totalAlloc: Bytes;
  readonly totalFree: Bytes;
}

export interface HeapStep {
  readonly before: HeapNumbers;
  readonly after: HeapNumbers;
  /** Cycles that ended meanwhile. */
  readonly cycles: number;
}

export const heapSteps = defineStepQuantifier<'go', HeapStep, HeapNumbers>({
  every: 'command that changed the heap',
  level: 'go',
  onEvents: true,
  remember: heapNumbers,
  between: (before, view) => [
    { before, after: heapNumbers(view), cycles: view.goTouched.cyclesEnded },
  ],
});

function heapNumbers({ go: { sweepgen, stats } }: ViewOf<'go'>): HeapNumbers {
  const { totalAlloc, totalFree } = stats;
  return { sweepgen, totalAlloc, totalFree };
}
