import { UNSWEPT, altered, goView, heapOf, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { mcentralsWhileMarking, sweptIndex } from '../../quantifiers/go-sets.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK } from '../../views/go.ts';

/** A heap that marks, with an unswept span or two. */
const marking = (...freeindexes: readonly number[]): FixtureView =>
  goView({
    gcphase: GC_MARK,
    spans: freeindexes.map((freeindex, page) => span({ page, freeindex, sweepgen: UNSWEPT })),
  });

export const unsweptSetsEmptyWhileMarking = defineInvariant({
  id: 'go/unswept-sets-empty-while-marking',
  holds: 'while a cycle marks the unswept sets are empty, of stale entries too',
  because:
    'they are the swept sets of the next sweep phase: what is in them then is allocated from unswept',
  sources: [go119('mgcsweep.go', 'finishsweep_m'), go119('mspanset.go', '(*spanSet).reset')],
  when: 'always',
  cost: 'O(1)',
  every: mcentralsWhileMarking,
  check({ spanclass, partial, full }, { go }) {
    const unswept = 1 - sweptIndex(go);
    const left = partial[unswept]!.length + full[unswept]!.length;
    if (left === 0) return undefined;
    const at = `mcentral of span class ${spanclass}`;
    return { at, expected: 'empty unswept sets', actual: `${left} entries` };
  },
  examples: {
    holds: [
      marking(),
      heapOf(span({ sweepgen: UNSWEPT })),
      goView({ gcphase: GC_MARK, spans: [span()] }),
    ],
    violates: [
      marking(1),
      marking(128),
      altered(goView({ gcphase: GC_MARK, spans: [span()] }), ({ go }) => {
        go.central[13]!.full[1].entries.push(go.allspans[0]!);
      }),
    ],
  },
});
