import { hex } from '../../../src/base/units.ts';
import { CACHED, altered, goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

export const cachedSpanHasOneOwner = defineInvariant({
  id: 'go/cached-span-has-one-owner',
  holds: 'a span whose sweepgen says that it is cached is the current span of one processor',
  because:
    'two owners hand out the same slot; a span without an owner is never swept and never freed',
  sources: [go119('mcentral.go', '(*mcentral).cacheSpan'), go119('mheap.go', 'mspan.sweepgen')],
  when: 'always',
  cost: 'O(processors)',
  every: changedSpans,
  check(span, { go }) {
    const { sweepgen, spanclass } = span;
    if (sweepgen !== go.sweepgen + 3 && sweepgen !== go.sweepgen + 1) return undefined;
    let owners = 0;
    for (let p = 0; p < go.procs.length; p += 1) {
      if (go.procs[p]!.mcache.alloc[spanclass] === span) owners += 1;
    }
    return owners === 1 ? undefined : expectEqual(`owners of ${hex(span.startAddr)}`, 1, owners);
  },
  examples: {
    holds: [heapOf(span()), goView({ procs: 3, spans: [span({ sweepgen: CACHED })] })],
    violates: [
      altered(heapOf(span()), ({ go }) => (go.allspans[0]!.sweepgen = CACHED)),
      altered(goView({ procs: 2, spans: [span({ sweepgen: CACHED })] }), ({ go }) => {
        const { alloc } = go.procs[0]!.mcache;
        go.procs[1]!.mcache.alloc = [...alloc];
      }),
    ],
  },
});
