import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant, expectWithin } from '../../invariant.ts';
import { lastCycle } from '../../quantifiers/go-blocks.ts';
import { go119 } from '../../sources.ts';
import { isTiny } from '../../views/go-slots.ts';

const TINY_BYTES = 16;

/** The roots reach a block of 64 bytes, two tiny ones in one slot and one of no bytes: two slots. */
const afterMarking = (marked: number, procs = 1): FixtureView => {
  const tiny = HEAP_BASE + 8192;
  const reachable = [
    block(),
    block({ addr: tiny, size: 4 }),
    block({ addr: tiny + 4, size: 4 }),
    block({ size: 0 }),
  ];
  const view = goView({ procs, client: { collections: [{ reachable }] } });
  return altered(view, ({ goTouched }) => goTouched.cycles.push(marked));
};

export const markedExactlyTheReachable = defineInvariant({
  id: 'go/marked-exactly-the-reachable',
  holds:
    'a cycle marks the slots of all reachable blocks, and at most the current tiny block of each processor more',
  because:
    'a slot marked too few is freed under its client, one marked too many is never collected',
  sources: [go119('mgcmark.go', 'gcDrain'), go119('mgcmark.go', 'gcMarkTinyAllocs')],
  when: 'always',
  cost: 'O(reachable blocks)',
  every: lastCycle,
  check({ marked, collection }, { go }) {
    const slots = new Set<number>();
    for (const block of collection.reachable) {
      if (block.size > 0)
        slots.add(isTiny(block) ? block.addr - (block.addr % TINY_BYTES) : block.addr);
    }
    const least = slots.size;
    if (least <= marked && marked <= least + go.procs.length) return undefined;
    return expectWithin('slots marked', least, least + go.procs.length, marked);
  },
  examples: {
    holds: [goView(), afterMarking(2), afterMarking(3), afterMarking(5, 3)],
    violates: [afterMarking(1), afterMarking(4), afterMarking(6, 3)],
  },
});
