import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { pacedAllocations } from '../../quantifiers/go-pacer.ts';
import { go119 } from '../../sources.ts';

/** A span was allocated when so many pages were to be swept, and so many were. */
const allocated = (target: number, swept: number): FixtureView =>
  altered(goView(), ({ goTouched }) => {
    goTouched.pacedAllocations.push({ base: HEAP_BASE, npages: 1, target, swept });
  });

export const sweepPaidBeforeAllocation = defineInvariant({
  id: 'go/sweep-paid-before-allocation',
  holds:
    'when the page heap gives a span, as many pages have been swept as the heap’s size by then calls for',
  because: 'sweeping falls behind, and the next cycle has to stop the world to finish it',
  sources: [
    go119('mgcsweep.go', 'deductSweepCredit'),
    go119('mcentral.go', 'cacheSpan'),
    go119('mcache.go', 'allocLarge'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: pacedAllocations,
  check({ base, target, swept }) {
    if (swept >= target) return undefined;
    return { at: hex(base), expected: `${target} pages swept or more`, actual: `${swept} pages` };
  },
  examples: {
    holds: [goView(), allocated(-3, 0), allocated(4, 4), allocated(4, 9)],
    violates: [allocated(4, 3), allocated(1, 0)],
  },
});
