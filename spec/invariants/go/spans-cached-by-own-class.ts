import { hex } from '../../../src/base/units.ts';
import { CACHED, altered, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant, expectEqual } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';

export const spansCachedByOwnClass = defineInvariant({
  id: 'go/spans-cached-by-own-class',
  holds: 'a cached span is the current one of its own span class',
  because:
    'requests get slots of the wrong size, or memory with pointers that the collector never scans',
  implies: ['go/cached-span-has-one-owner', 'go/live-blocks-in-own-span-class'],
  sources: [go119('mcache.go', '(*mcache).refill'), go119('mheap.go', 'makeSpanClass')],
  when: 'always',
  cost: 'O(processors * span classes) where the span is cached, O(1) elsewhere',
  every: changedSpans,
  check(span, { go }) {
    if (span.sweepgen !== go.sweepgen + 3) return undefined;
    for (let p = 0; p < go.procs.length; p += 1) {
      const spanclass = go.procs[p]!.mcache.alloc.indexOf(span);
      if (spanclass < 0 || spanclass === span.spanclass) continue;
      return expectEqual(`class of ${hex(span.startAddr)} at P${p}`, span.spanclass, spanclass);
    }
    return undefined;
  },
  examples: {
    holds: [
      heapOf(span()),
      heapOf(span({ sweepgen: CACHED }), span({ sweepgen: CACHED, page: 1, spanclass: 12 })),
    ],
    violates: [
      altered(heapOf(span({ sweepgen: CACHED })), ({ go }) => {
        const { alloc } = go.procs[0]!.mcache;
        [alloc[12], alloc[13]] = [alloc[13]!, alloc[12]!];
      }),
    ],
  },
});
