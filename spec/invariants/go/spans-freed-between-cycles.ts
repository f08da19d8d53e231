import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, SWEPT, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { freedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK, GC_MARK_TERMINATION, GC_OFF } from '../../views/go.ts';

const freedIn = (gcphase: number): FixtureView =>
  altered(goView(), ({ goTouched }) => {
    goTouched.freedSpans.push({
      index: 0,
      startAddr: HEAP_BASE,
      npages: 1,
      allocCount: 0,
      sweepgen: SWEPT,
      heapSweepgen: SWEPT,
      gcphase,
    });
  });

export const spansFreedBetweenCycles = defineInvariant({
  id: 'go/spans-freed-between-cycles',
  holds: 'no span of objects goes back to the page heap while a cycle marks',
  because:
    'work buffers may still have its objects, and they are scanned in what the pages then are',
  sources: [
    go119('mheap.go', 'mSpanState: in use or manual to free only while the collector is off'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: freedSpans,
  check: ({ startAddr, gcphase }) =>
    gcphase === GC_OFF
      ? undefined
      : expectEqual(`phase when ${hex(startAddr)} was freed`, GC_OFF, gcphase),
  examples: {
    holds: [goView(), freedIn(GC_OFF)],
    violates: [freedIn(GC_MARK), freedIn(GC_MARK_TERMINATION)],
  },
});
