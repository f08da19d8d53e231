import { SWEPT, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { thePhase } from '../../quantifiers/go-collector.ts';
import { go119 } from '../../sources.ts';

const afterCycle = (sweepgen: number): FixtureView =>
  altered(goView({ sweepgen }), ({ goTouched }) => goTouched.cycles.push(0));

export const heapSweepgenEven = defineInvariant({
  id: 'go/heap-sweepgen-even',
  holds: 'the sweepgen of the heap is even',
  because:
    'the states of a span are told by its distance: with an odd one, cached spans look unswept',
  implies: [
    'go/nothing-unswept-while-marking',
    'go/serving-mcache-flushed',
    'go/sweepgen-in-protocol',
  ],
  sources: [go119('mheap.go', 'mheap.sweepgen'), go119('mcentral.go', 'mcentral.partial')],
  when: 'always',
  cost: 'O(1)',
  every: thePhase,
  check: ({ sweepgen }) =>
    sweepgen % 2 === 0
      ? undefined
      : { at: 'sweepgen', expected: 'an even number', actual: String(sweepgen) },
  examples: {
    holds: [goView(), afterCycle(SWEPT + 2)],
    violates: [goView({ sweepgen: SWEPT + 1 }), afterCycle(SWEPT + 1)],
  },
});
