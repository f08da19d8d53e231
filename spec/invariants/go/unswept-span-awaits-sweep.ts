import { hex } from '../../../src/base/units.ts';
import { UNSWEPT, altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { listings } from '../../quantifiers/go-sets.ts';
import { go119 } from '../../sources.ts';
import { SPAN_IN_USE } from '../../views/go.ts';

export const unsweptSpanAwaitsSweep = defineInvariant({
  id: 'go/unswept-span-awaits-sweep',
  holds:
    'a span that needs sweeping is in one unswept set, that of its span class, and in no swept set or mcache',
  because:
    'sweepers find spans by these sets alone: what is not there keeps its garbage for a whole cycle',
  sources: [go119('mgcsweep.go', '(*mheap).nextSpanForSweep'), go119('mcentral.go', 'mcentral')],
  when: 'quiescent',
  cost: 'O(1) after a count of all lists',
  every: listings,
  check({ span, swept, sweptElsewhere, unswept, unsweptElsewhere, cached }, { go }) {
    if (span.state !== SPAN_IN_USE || span.sweepgen !== go.sweepgen - 2) return undefined;
    const elsewhere = sweptElsewhere + unsweptElsewhere;
    if (unswept === 1 && swept + elsewhere + cached === 0) return undefined;
    return {
      at: `${hex(span.startAddr)}, span class ${span.spanclass}`,
      expected: 'in 1 unswept set, of its class',
      actual: `in ${unswept}, and in ${swept} swept ones, ${elsewhere} of others and ${cached} mcaches`,
    };
  },
  examples: {
    holds: [heapOf(span(), span({ page: 1, sweepgen: UNSWEPT }))],
    violates: [
      altered(
        heapOf(span({ sweepgen: UNSWEPT })),
        ({ go }) => (go.central[13]!.partial[1].entries = []),
      ),
      altered(heapOf(span({ sweepgen: UNSWEPT })), ({ go }) => {
        go.central[13]!.partial[0].entries = go.central[13]!.partial[1].entries;
      }),
      altered(heapOf(span({ sweepgen: UNSWEPT })), ({ go }) => {
        go.central[12]!.full[1].entries.push(go.allspans[0]!);
      }),
      altered(heapOf(span({ sweepgen: UNSWEPT })), ({ go }) => {
        go.procs[0]!.mcache.alloc[13] = go.allspans[0]!;
      }),
    ],
  },
});
