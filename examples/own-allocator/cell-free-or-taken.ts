/** An invariant of the pool alone: what must hold of its inside. */
import { defineInvariant, defineOwnQuantifier, derived, expectEqual } from 'allocheck';
import type { ClientView, View } from 'allocheck';
import type { PoolView } from './pool.ts';

interface Cell {
  readonly addr: number;
  /** How often the cell is on the free list or taken. */
  readonly places: number;
}

const cells = defineOwnQuantifier({
  every: 'cell of the pool',
  level: 'own/pool',
  all({ cells: all, free, taken }: PoolView): readonly Cell[] {
    const places = new Map(all.map((addr) => [addr, taken.has(addr) ? 1 : 0]));
    for (const addr of free) places.set(addr, (places.get(addr) ?? 0) + 1);
    return [...places].map(([addr, count]) => ({ addr, places: count }));
  },
  // Without it, the pool would be looked through now and then and at the end, and not after each command.
  touched({ free, taken, last }) {
    const addr = last();
    if (addr === 0) return [];
    const places = free.filter((each) => each === addr).length + (taken.has(addr) ? 1 : 0);
    return [{ addr, places }];
  },
});

/** A state of the pool as an example, 128 handed out or given back last; nobody asks for its client. */
function poolOf(free: readonly number[], taken: readonly number[]): View {
  const own: PoolView = { cells: [64, 128, 192], free, taken: new Set(taken), last: () => 128 };
  return { client: {} as ClientView, own };
}

export const cellFreeOrTaken = defineInvariant({
  id: 'pool/cell-free-or-taken',
  holds: 'a cell is either taken or once on the free list',
  because: 'it is lost to everybody, or handed out to two',
  sources: [derived('the free list: malloc pops what free pushed')],
  when: 'always',
  cost: 'O(cells)',
  every: cells,
  check: ({ addr, places }) => expectEqual(`cell 0x${addr.toString(16)}`, 1, places),
  examples: {
    holds: [poolOf([64, 128, 192], []), poolOf([192], [64, 128])],
    violates: [poolOf([192], [64]), poolOf([192, 64, 64], [128]), poolOf([192, 64], [128, 64])],
  },
});
