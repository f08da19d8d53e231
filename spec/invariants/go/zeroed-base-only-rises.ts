import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { zeroedBaseSteps } from '../../quantifiers/page-steps.ts';
import { go119 } from '../../sources.ts';

/** A heap of an arena that was used up to an offset. */
const used = (zeroedBase: number): FixtureView =>
  altered(goView(), ({ go }) => {
    go.arenas = go.arenas.map((arena) => ({ ...arena, zeroedBase }));
  });

export const zeroedBaseOnlyRises = defineInvariant({
  id: 'go/zeroed-base-only-rises',
  holds: 'zeroedBase of an arena never becomes smaller',
  because:
    'what lies above it is taken for fresh: memory that was used is handed out without clearing',
  sources: [
    go119('mheap.go', '(*mheap).allocNeedsZero'),
    go119('mheap.go', 'heapArena.zeroedBase: monotonically increasing'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: zeroedBaseSteps,
  check({ arena, before }) {
    if (arena.zeroedBase >= before) return undefined;
    const at = `arena ${arena.index}`;
    return { at, expected: `${before} or more`, actual: String(arena.zeroedBase) };
  },
  examples: {
    holds: [used(0).after(used(0)), used(8192).after(used(0))],
    violates: [used(0).after(used(8192))],
  },
});
