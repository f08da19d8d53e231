import { hex } from '../../../src/base/units.ts';
import { HEAP_BASE, NOSCAN_64, altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { nameOfCacheSlot, reusableSlots } from '../../quantifiers/go-caches.ts';
import { source } from '../../sources.ts';

/** Two processors and a span with three slots taken, of which these wait for reuse. */
const freedBy = (...slots: readonly (readonly [p: number, slot: number])[]): FixtureView =>
  altered(goView({ procs: 2, spans: [span({ freeindex: 3 })] }), ({ go }) => {
    for (const [p, slot] of slots)
      go.procs[p]!.mcache.reusable[NOSCAN_64]!.push(HEAP_BASE + slot * 64);
  });

export const reusableSlotsListedOnce = defineInvariant({
  id: 'go/reusable-slots-listed-once',
  holds: 'a freed slot waits for reuse on one list of one processor, once',
  because: 'two clients are given the same slot',
  sources: [source('Go 1.26 runtime/malloc.go, freegc: a double free')],
  when: 'always',
  cost: 'O(1) after a look at all lists',
  every: reusableSlots,
  check({ p, spanclass, addr, listedBefore }) {
    if (!listedBefore) return undefined;
    const at = `freed slot ${hex(addr)}`;
    return {
      at,
      expected: 'on one list',
      actual: `once more for ${nameOfCacheSlot({ p, spanclass })}`,
    };
  },
  examples: {
    holds: [freedBy(), freedBy([0, 0], [0, 1], [1, 2])],
    violates: [freedBy([0, 1], [0, 2], [0, 1]), freedBy([0, 1], [1, 1])],
  },
});
