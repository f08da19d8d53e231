import { hex } from '../../../src/base/units.ts';
import {
  CACHED,
  HEAP_BASE,
  STALE,
  SWEPT,
  UNSWEPT,
  altered,
  heapOf,
  span,
} from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { processors } from '../../quantifiers/go-caches.ts';
import { go119 } from '../../sources.ts';
import { isSwept, ownerOf } from '../../views/go-slots.ts';
import { TINY_SPAN_CLASS } from '../../views/go.ts';

const tinyIn = (sweepgen: number): FixtureView =>
  altered(heapOf(span({ spanclass: TINY_SPAN_CLASS, sweepgen })), ({ go }) => {
    go.procs[0]!.mcache.tiny = HEAP_BASE;
  });

export const tinyBlockOfThisCycle = defineInvariant({
  id: 'go/tiny-block-of-this-cycle',
  holds: 'the current tiny block of an mcache lies in a span that was swept in this cycle',
  because:
    'a flush drops the tiny block: one that outlives it is swept away while objects are cut from it',
  sources: [go119('mcache.go', '(*mcache).releaseAll')],
  when: 'always',
  cost: 'O(1)',
  every: processors,
  check(proc, { go }) {
    const { tiny } = proc.mcache;
    const span = tiny === 0 ? undefined : ownerOf(go, tiny);
    if (span === undefined || isSwept(span, go.sweepgen)) return undefined;
    const at = `tiny block ${hex(tiny)} of P${go.procs.indexOf(proc)}`;
    return { at, expected: 'in a swept span', actual: `in one of sweepgen ${span.sweepgen}` };
  },
  examples: {
    holds: [heapOf(), tinyIn(SWEPT), tinyIn(CACHED)],
    violates: [tinyIn(UNSWEPT), tinyIn(STALE)],
  },
});
