import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { arenas } from '../../quantifiers/go-pages.ts';
import { go119, goIssue } from '../../sources.ts';

export const arenaInsideAddressSpace = defineInvariant({
  id: 'go/arena-inside-address-space',
  holds: 'an arena starts at a multiple of its size, and ends inside the address space',
  because:
    'its addresses wrap around at the top, or share an entry of the arena map with a neighbour',
  sources: [
    go119(
      'malloc.go',
      '(*mheap).sysAlloc: memory reservation exceeds address space limit, misrounded allocation',
    ),
    goIssue(35954, 'an arena at the very top of the address space'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: arenas,
  check({ index }, { go: { geometry } }) {
    const last = 2 ** geometry.heapAddrBits / geometry.heapArenaBytes - 1;
    if (Number.isInteger(index) && index >= 0 && index <= last) return undefined;
    return { at: `arena ${index}`, expected: `a whole number in 0…${last}`, actual: String(index) };
  },
  examples: {
    holds: [goView({ arenas: 3 }), altered(goView(), ({ go }) => (go.arenas[0]!.index = 1023))],
    violates: [
      altered(goView(), ({ go }) => (go.arenas[0]!.index = 1024)),
      altered(goView(), ({ go }) => (go.arenas[0]!.index = 1.5)),
    ],
  },
});
