import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, SWEPT, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { freedSpans } from '../../quantifiers/go-spans.ts';
import { derived, go119 } from '../../sources.ts';
import { GC_MARK, GC_OFF } from '../../views/go.ts';

const afterFreeing = (gcphase: number): FixtureView =>
  altered(goView(), ({ goTouched }) => {
    goTouched.freedSpans.push({
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
  holds: 'a span of objects goes back to the page heap only while no cycle marks',
  because:
    'a barrier, a work buffer or a stack may still hold a pointer to it, which is then marked in whatever takes its place',
  sources: [
    go119(
      'mheap.go',
      'mspan.state: a span may transition from in-use to free only while the GC is off',
    ),
    derived('explicit free, which Go 1.19 does not have'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: freedSpans,
  check: ({ startAddr, gcphase }) =>
    gcphase === GC_OFF
      ? undefined
      : { at: hex(startAddr), expected: `freed in phase ${GC_OFF}`, actual: `in phase ${gcphase}` },
  examples: {
    holds: [goView(), afterFreeing(GC_OFF)],
    violates: [afterFreeing(GC_MARK)],
  },
});
