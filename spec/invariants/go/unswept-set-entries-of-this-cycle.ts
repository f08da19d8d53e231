import { hex } from '../../../src/base/units.ts';
import { SWEPT, UNSWEPT, altered, goView, heapOf, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { unsweptSetSpans } from '../../quantifiers/go-sets.ts';
import { go119 } from '../../sources.ts';
import { SPAN_DEAD, SPAN_IN_USE } from '../../views/go.ts';

/** An entry of an unswept set whose span came to this meanwhile. */
const entry = (state: number, sweepgen: number): FixtureView =>
  altered(heapOf(span({ sweepgen: UNSWEPT })), ({ go }) =>
    Object.assign(go.allspans[0]!, { state, sweepgen }),
  );

export const unsweptSetEntriesOfThisCycle = defineInvariant({
  id: 'go/unswept-set-entries-of-this-cycle',
  holds:
    'a span of an unswept set needs sweeping, is being swept, or was swept in this cycle; where it is no span of objects any more, it was',
  because:
    'who pops it tells by its sweepgen whether it is to be swept: one of another cycle is left unswept, or swept as what it is not',
  sources: [
    go119('mgcsweep.go', 'sweepone: non in-use span in unswept list'),
    go119('mgcsweep.go', 'finishsweep_m: the sets are reset'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: unsweptSetSpans,
  check({ startAddr, state, sweepgen }, { go }) {
    const ahead = sweepgen - go.sweepgen;
    const isSettled = ahead === 0 || ahead === 3;
    const isWaiting = ahead === -2 || ahead === -1;
    if (isSettled || (isWaiting && state === SPAN_IN_USE)) return undefined;
    return {
      at: `sweepgen of ${hex(startAddr)}, which is in state ${state}`,
      expected:
        state === SPAN_IN_USE ? '-2, -1, 0 or 3 ahead of the heap' : '0 or 3 ahead of the heap',
      actual: String(ahead),
    };
  },
  examples: {
    holds: [
      goView(),
      heapOf(span({ sweepgen: UNSWEPT })),
      entry(SPAN_IN_USE, SWEPT - 1),
      entry(SPAN_IN_USE, SWEPT),
      entry(SPAN_DEAD, SWEPT),
    ],
    violates: [
      entry(SPAN_IN_USE, SWEPT - 4),
      entry(SPAN_IN_USE, SWEPT + 1),
      entry(SPAN_DEAD, UNSWEPT),
    ],
  },
});
