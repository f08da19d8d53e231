import { bitAt } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { blocksMadeWhileMarking } from '../../quantifiers/collector-steps.ts';
import { go119 } from '../../sources.ts';
import { GC_MARK, GC_OFF } from '../../views/go.ts';
import { ownerOf, slotAt } from '../../views/go-slots.ts';

/** A block is made in a span of which these slots are marked; a cycle marked before, or begins by it. */
const made = (marked: readonly number[], before = GC_MARK, size = 64): FixtureView => {
  const placed = [block({ addr: HEAP_BASE, size })];
  const spans = [span({ freeindex: 1, marked })];
  return goView({ gcphase: GC_MARK, client: { placed }, spans }).after(goView({ gcphase: before }));
};

export const newBlocksBornBlack = defineInvariant({
  id: 'go/new-blocks-born-black',
  holds: 'a block that is made while a cycle marks is marked',
  because:
    'its stack may have been scanned already, and then nothing else marks it: it is swept while it is in use',
  sources: [
    go119('malloc.go', 'mallocgc: gcmarknewobject'),
    go119('mgcmark.go', 'gcMarkTinyAllocs'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: blocksMadeWhileMarking,
  check({ addr, size }, { go }) {
    const owner = size === 0 ? undefined : ownerOf(go, addr);
    if (owner === undefined || bitAt(owner.gcmarkBits, slotAt(owner, addr))) return undefined;
    return { at: hex(addr), expected: 'mark bit 1', actual: '0' };
  },
  examples: {
    holds: [goView(), made([0]), made([], GC_OFF), made([], GC_MARK, 0)],
    violates: [made([]), made([1])],
  },
});
