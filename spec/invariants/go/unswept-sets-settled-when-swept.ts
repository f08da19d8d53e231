import { hex } from '../../../src/base/units.ts';
import { SWEPT, UNSWEPT, altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { mcentrals, sweptIndex } from '../../quantifiers/go-sets.ts';
import { go119 } from '../../sources.ts';
import type { GoView, SpanSetView, SpanView } from '../../views/go.ts';

export const unsweptSetsSettledWhenSwept = defineInvariant({
  id: 'go/unswept-sets-settled-when-swept',
  holds:
    'once sweeping is done no unswept set has a span that needs it; only stale entries stay behind',
  because: 'the next cycle would mark into a span whose garbage was never taken out',
  sources: [go119('mgcsweep.go', 'finishsweep_m'), go119('mspanset.go', '(*spanSet).reset')],
  when: 'swept',
  cost: 'O(spans of the class)',
  every: mcentrals,
  check({ spanclass, partial, full }, { go }) {
    const unswept = 1 - sweptIndex(go);
    const left = waitingIn(partial[unswept]!, go) ?? waitingIn(full[unswept]!, go);
    if (left === undefined) return undefined;
    const actual = `${hex(left.startAddr)} waits for it`;
    return { at: `mcentral of span class ${spanclass}`, expected: 'all spans swept', actual };
  },
  examples: {
    holds: [
      heapOf(span()),
      altered(heapOf(span({ sweepgen: UNSWEPT })), ({ go }) => (go.allspans[0]!.sweepgen = SWEPT)),
    ],
    violates: [
      goView({ sweepDone: true, spans: [span({ sweepgen: UNSWEPT })] }),
      goView({ sweepDone: true, spans: [span({ sweepgen: UNSWEPT, freeindex: 128 })] }),
    ],
  },
});

function waitingIn(set: SpanSetView, { sweepgen }: GoView): SpanView | undefined {
  for (let i = 0; i < set.length; i += 1) if (set.at(i).sweepgen === sweepgen - 2) return set.at(i);
  return undefined;
}
