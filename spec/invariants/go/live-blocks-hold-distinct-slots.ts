import { hex } from '../../../src/base/units.ts';
import { block } from '../../fixtures/client.ts';
import { HEAP_BASE, goView, span } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { tenancies } from '../../quantifiers/go-blocks.ts';
import { derived, go119 } from '../../sources.ts';
import { TINY_SPAN_CLASS } from '../../views/go.ts';

/** Two blocks in a span, by offset and size. */
const two = (
  spanclass: number,
  one: readonly [number, number],
  other: readonly [number, number],
): FixtureView => {
  const at = ([offset, size]: readonly [number, number], label: number): ReturnType<typeof block> =>
    block({ label, addr: HEAP_BASE + offset, size });
  return goView({
    spans: [span({ spanclass, freeindex: 2 })],
    client: { live: [at(one, 0), at(other, 1)] },
  });
};

export const liveBlocksHoldDistinctSlots = defineInvariant({
  id: 'go/live-blocks-hold-distinct-slots',
  holds: 'no two live blocks are in one slot, unless both are tiny',
  because: 'freeing or collecting one takes the slot from the other',
  implies: ['client/live-blocks-disjoint'],
  sources: [
    go119('malloc.go', 'nextFreeFast'),
    derived('a slot is the unit of marking and freeing'),
  ],
  when: 'always',
  cost: 'O(1) after a look at all live blocks',
  every: tenancies,
  check({ block: it, slot, other }) {
    if (other === undefined) return undefined;
    const expected = `a slot of its own for the block of command ${it.label}`;
    return {
      at: `slot ${hex(slot)}`,
      expected,
      actual: `shared with that of command ${other.label}`,
    };
  },
  examples: {
    holds: [two(13, [0, 64], [64, 64]), two(TINY_SPAN_CLASS, [0, 4], [4, 4])],
    violates: [
      two(13, [0, 24], [32, 24]),
      two(TINY_SPAN_CLASS, [0, 16], [4, 4]),
      goView({ spans: [span()], client: { live: [block()], placed: [block({ label: 1 })] } }),
    ],
  },
});
