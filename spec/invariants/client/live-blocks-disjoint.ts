import { hex } from '../../../src/base/units.ts';
import { block, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { placements } from '../../quantifiers/client.ts';
import { go119, tcmalloc } from '../../sources.ts';

const lower = block({ addr: 0x1000, size: 64 });
const next = block({ label: 1, addr: 0x1040, size: 64 });
const shifted = block({ label: 1, addr: 0x103f, size: 64 });

export const liveBlocksDisjoint = defineInvariant({
  id: 'client/live-blocks-disjoint',
  holds: 'no two live blocks share a byte',
  because: 'the owner of one overwrites what the owner of the other wrote',
  implies: ['client/contents-kept'],
  sources: [
    go119('mheap.go', '(*mheap).allocNeedsZero: overlapping in-use allocations detected'),
    tcmalloc('tcmalloc/testing/test_allocator_harness.h', 'CheckContents'),
  ],
  when: 'always',
  cost: 'O(1); the oracle found the other block',
  every: placements,
  check({ block: it, other }) {
    if (other === undefined) return undefined;
    const owner = `the live block ${hex(other.addr)}, ${other.size} bytes`;
    return {
      at: hex(it.addr),
      expected: `${it.size} bytes of its own`,
      actual: `shared with ${owner}`,
    };
  },
  examples: {
    holds: [clientView(), clientView({ live: [lower], placed: [next] })],
    violates: [
      clientView({
        live: [lower],
        placed: [shifted],
        allPlacements: () => [{ block: shifted, other: lower }],
      }),
    ],
  },
});
