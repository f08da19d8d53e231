import { hex } from '../../../src/base/units.ts';
import { CACHED, SWEPT, UNSWEPT, altered, heapOf, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { sweptSetSpans } from '../../quantifiers/go-sets.ts';
import { go119 } from '../../sources.ts';

const filedAs = (sweepgen: number): FixtureView =>
  altered(heapOf(span()), ({ go }) => (go.allspans[0]!.sweepgen = sweepgen));

export const sweptSetsHoldSweptSpans = defineInvariant({
  id: 'go/swept-sets-hold-swept-spans',
  holds: 'the sets that sweepgen / 2 is the parity of hold spans that are swept and not cached',
  because:
    'the two sets of a pair change places each cycle: a mixed set hands out garbage that is still marked',
  sources: [
    go119('mcentral.go', '(*mcentral).partialSwept'),
    go119('mcentral.go', '(*mcentral).fullSwept'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: sweptSetSpans,
  check: ({ startAddr, sweepgen }, { go }) =>
    sweepgen === go.sweepgen
      ? undefined
      : expectEqual(`sweepgen of ${hex(startAddr)}`, go.sweepgen, sweepgen),
  examples: {
    holds: [
      filedAs(SWEPT),
      heapOf(span({ sweepgen: CACHED }), span({ page: 1, sweepgen: UNSWEPT })),
    ],
    violates: [filedAs(UNSWEPT), filedAs(CACHED)],
  },
});
