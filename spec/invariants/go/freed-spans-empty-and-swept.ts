import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, SWEPT, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { freedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { GC_OFF } from '../../views/go.ts';

const afterFreeing = (allocCount: number, sweepgen: number): FixtureView =>
  altered(goView(), ({ goTouched }) => {
    goTouched.freedSpans.push({
      index: 0,
      startAddr: HEAP_BASE,
      npages: 1,
      allocCount,
      sweepgen,
      heapSweepgen: SWEPT,
      gcphase: GC_OFF,
    });
  });

export const freedSpansEmptyAndSwept = defineInvariant({
  id: 'go/freed-spans-empty-and-swept',
  holds: 'a span that goes back to the page heap is swept and has no slot allocated',
  because: 'its pages are handed out again under the objects that still live there',
  sources: [go119('mheap.go', '(*mheap).freeSpanLocked: mheap.freeSpanLocked - invalid free')],
  when: 'always',
  cost: 'O(1)',
  every: freedSpans,
  check({ startAddr, allocCount, sweepgen, heapSweepgen }) {
    if (allocCount === 0 && sweepgen === heapSweepgen) return undefined;
    const expected = `0 slots allocated, sweepgen ${heapSweepgen}`;
    return {
      at: hex(startAddr),
      expected,
      actual: `${allocCount} slots allocated, sweepgen ${sweepgen}`,
    };
  },
  examples: {
    holds: [goView(), afterFreeing(0, SWEPT)],
    violates: [afterFreeing(1, SWEPT), afterFreeing(0, SWEPT - 2)],
  },
});
