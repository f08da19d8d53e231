import { hex } from '../../../src/base/units.ts';
import { altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { listings } from '../../quantifiers/go-sets.ts';
import { go119 } from '../../sources.ts';
import { SPAN_IN_USE } from '../../views/go.ts';

export const sweptSpanFiledOnce = defineInvariant({
  id: 'go/swept-span-filed-once',
  holds:
    'a swept span that nobody caches is in one swept set, once, of the mcentral of its span class',
  because:
    'a span in no set is lost until it is freed; one in two sets is handed to two processors',
  sources: [go119('mcentral.go', 'mcentral'), go119('mgcsweep.go', '(*sweepLocked).sweep')],
  when: 'quiescent',
  cost: 'O(1) after a count of all lists',
  every: listings,
  check({ span, swept, sweptElsewhere }, { go }) {
    if (span.state !== SPAN_IN_USE || span.sweepgen !== go.sweepgen) return undefined;
    if (swept === 1 && sweptElsewhere === 0) return undefined;
    const at = `${hex(span.startAddr)}, span class ${span.spanclass}`;
    return {
      at,
      expected: 'in 1 swept set, of its class',
      actual: `in ${swept}, and ${sweptElsewhere} of others`,
    };
  },
  examples: {
    holds: [heapOf(span(), span({ page: 1, freeindex: 128 }), span({ page: 2, spanclass: 0 }))],
    violates: [
      altered(heapOf(span()), ({ go }) => (go.central[13]!.partial[0].entries = [])),
      altered(heapOf(span()), ({ go }) => go.central[13]!.full[0].entries.push(go.allspans[0]!)),
      altered(heapOf(span()), ({ go }) => go.central[12]!.partial[0].entries.push(go.allspans[0]!)),
    ],
  },
});
