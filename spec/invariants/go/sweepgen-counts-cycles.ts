import { SWEPT, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { heapSteps } from '../../quantifiers/steps.ts';
import { go119 } from '../../sources.ts';

/** A command in which so many cycles ended, and the sweepgen moved so far. */
const step = (cycles: number, move: number): FixtureView => {
  const after = altered(goView({ sweepgen: SWEPT + move }), ({ goTouched }) => {
    goTouched.cyclesEnded = cycles;
  });
  return after.after(goView());
};

export const sweepgenCountsCycles = defineInvariant({
  id: 'go/sweepgen-counts-cycles',
  holds: 'the sweepgen of the heap moves by two for each cycle that ends, and never otherwise',
  because:
    'spans are told swept from unswept by their distance from it: a cycle that does not move it leaves its garbage for swept, a move without one makes all that lives await a sweep by old marks',
  implies: ['go/heap-sweepgen-even'],
  sources: [go119('mgc.go', 'gcSweep'), go119('mheap.go', 'mheap.sweepgen')],
  when: 'always',
  cost: 'O(1)',
  every: heapSteps,
  check: ({ before, after, cycles }) =>
    expectEqual('sweepgen', before.sweepgen + 2 * cycles, after.sweepgen),
  examples: {
    holds: [step(0, 0), step(1, 2), step(2, 4)],
    violates: [step(1, 0), step(0, 2), step(1, 1), step(1, 4)],
  },
});
