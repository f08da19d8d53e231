import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, NOSCAN_64, altered, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { reusableSlots } from '../../quantifiers/go-caches.ts';
import { source } from '../../sources.ts';

/** Slots 0 and 1 are taken, and slot 0 waits for reuse; the client was given a slot. */
const givenSlot = (slot: number): FixtureView => {
  const placed = [block({ addr: HEAP_BASE + slot * 64 })];
  return altered(goView({ spans: [span({ freeindex: 2 })], client: { placed } }), ({ go }) => {
    go.procs[0]!.mcache.reusable[NOSCAN_64]!.push(HEAP_BASE);
  });
};

export const reusableSlotsUnowned = defineInvariant({
  id: 'go/reusable-slots-unowned',
  holds: 'no live block is where a freed slot waits for reuse',
  because: 'the slot of a block in use is handed out again',
  sources: [source('Go 1.26 runtime/malloc.go, freegc')],
  when: 'always',
  cost: 'O(1) after a look at all live blocks',
  every: reusableSlots,
  check({ addr, holder }) {
    if (holder === undefined) return undefined;
    const actual = `taken by the block of command ${holder.label}`;
    return { at: `freed slot ${hex(addr)}`, expected: 'without a block', actual };
  },
  examples: { holds: [givenSlot(1)], violates: [givenSlot(0)] },
});
