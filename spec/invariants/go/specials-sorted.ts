import { hex } from '../../../src/base/units.ts';
import { goView, heapOf, span } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { changedSpans } from '../../quantifiers/go-spans.ts';
import { go119 } from '../../sources.ts';
import { SPECIAL_FINALIZER, SPECIAL_WEAK_HANDLE } from '../../views/go-collector.ts';
import type { SpecialView } from '../../views/go-collector.ts';

const finalizerAt = (offset: number): SpecialView => ({ offset, kind: SPECIAL_FINALIZER });
const handleAt = (offset: number): SpecialView => ({ offset, kind: SPECIAL_WEAK_HANDLE });

export const specialsSorted = defineInvariant({
  id: 'go/specials-sorted',
  holds: 'the specials of a span lie inside it, in order of offset, then kind, none twice',
  because: 'the sweep walks them object by object: one out of order goes with the wrong object',
  sources: [go119('mheap.go', 'addspecial'), go119('mgcsweep.go', '(*sweepLocked).sweep')],
  when: 'always',
  cost: 'O(specials)',
  every: changedSpans,
  check({ startAddr, limit, specials }) {
    let last: SpecialView = { offset: 0, kind: 0 };
    for (const special of specials) {
      const { offset, kind } = special;
      const isAfter = offset > last.offset || (offset === last.offset && kind > last.kind);
      if (!isAfter || startAddr + offset >= limit) {
        return {
          at: hex(startAddr),
          expected: `a special inside the span, behind (${last.offset}, ${last.kind})`,
          actual: `(${offset}, ${kind})`,
        };
      }
      last = special;
    }
    return undefined;
  },
  examples: {
    holds: [
      goView(),
      heapOf(span()),
      heapOf(span({ specials: [finalizerAt(0), handleAt(0), finalizerAt(64)] })),
    ],
    violates: [
      heapOf(span({ specials: [finalizerAt(64), finalizerAt(0)] })),
      heapOf(span({ specials: [handleAt(0), finalizerAt(0)] })),
      heapOf(span({ specials: [handleAt(0), handleAt(0)] })),
      heapOf(span({ specials: [handleAt(8192)] })),
    ],
  },
});
