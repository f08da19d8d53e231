import { hex } from '../../../src/base/units.ts';
import { block, clientView } from '../../fixtures/client.ts';
import { defineInvariant } from '../../invariant.ts';
import { usablePlacements } from '../../quantifiers/client.ts';
import { source } from '../../sources.ts';

const lower = (usable: number) => block({ addr: 0x1000, size: 40, usable });
const empty = (label: number) => block({ label, addr: 0x1000, size: 0, usable: 24 });
const upper = block({ label: 1, addr: 0x1040, size: 8, usable: 8 });

export const usableBytesDisjoint = defineInvariant({
  id: 'client/usable-bytes-disjoint',
  holds: "the usable bytes of a live block are no other live block's",
  because: 'a client that fills what it was told it may use overwrites its neighbour',
  sources: [
    source('rpmalloc #64: the usable size of an aligned block reached into the next one'),
    source('malloc_usable_size(3): the bytes that may be used'),
  ],
  when: 'always',
  cost: 'O(1) after sorting the blocks',
  every: usablePlacements,
  check({ block: { addr }, other }) {
    if (other === undefined) return undefined;
    const actual = `${other.usable} bytes from ${hex(other.addr)} are said to be usable`;
    return { at: hex(addr), expected: 'usable by its own block alone', actual };
  },
  examples: {
    holds: [
      clientView({ live: [lower(64)] }),
      clientView({ live: [upper, lower(64), block({ label: 2, addr: 0x1010, size: 0 })] }),
    ],
    violates: [
      clientView({ live: [upper, lower(65)] }),
      clientView({ live: [empty(1), empty(2)] }),
    ],
  },
});
