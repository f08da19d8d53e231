import { hex } from '../../../src/base/units.ts';
import {
  CACHED,
  HEAP_BASE,
  NOSCAN_64,
  STALE,
  SWEPT,
  UNSWEPT,
  altered,
  heapOf,
  span,
} from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { reusableSlots } from '../../quantifiers/go-caches.ts';
import { source } from '../../sources.ts';
import { isSwept, ownerOf } from '../../views/go-slots.ts';

const freedIn = (sweepgen: number): FixtureView =>
  altered(heapOf(span({ sweepgen })), ({ go }) =>
    go.procs[0]!.mcache.reusable[NOSCAN_64]!.push(HEAP_BASE),
  );

export const reusableSlotsSwept = defineInvariant({
  id: 'go/reusable-slots-swept',
  holds: 'a freed slot that waits for reuse lies in a span that was swept in this cycle',
  because:
    'a cycle drops the lists, since it frees their slots itself: an entry that outlives it is handed out twice',
  sources: [source('Go 1.26 runtime/mcache.go, (*mcache).releaseAll')],
  when: 'always',
  cost: 'O(1)',
  every: reusableSlots,
  check({ addr }, { go }) {
    const span = ownerOf(go, addr);
    if (span === undefined || isSwept(span, go.sweepgen)) return undefined;
    const at = `freed slot ${hex(addr)}`;
    return { at, expected: 'in a swept span', actual: `in one of sweepgen ${span.sweepgen}` };
  },
  examples: {
    holds: [heapOf(span()), freedIn(SWEPT), freedIn(CACHED)],
    violates: [freedIn(UNSWEPT), freedIn(STALE)],
  },
});
