import { altered, goView } from '../../fixtures/go.ts';
import type { FixtureView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { arenaPlaceSteps } from '../../quantifiers/page-steps.ts';
import { go119 } from '../../sources.ts';

const all = goView({ arenas: 3 }).build().go.arenas;

/** A heap that grew and has these arenas now. */
const grown = (numbers: readonly number[]): FixtureView =>
  altered(goView(), ({ go, goTouched }) => {
    go.arenas = numbers.map((i) => all[i]!);
    goTouched.growths.push({ base: go.curArena.base, bytes: 0 });
  });

export const arenasOnlyAdded = defineInvariant({
  id: 'go/arenas-only-added',
  holds: 'arenas are added at the end of their list, and stay where they are',
  because:
    'the reclaimer counts pages over the list: an arena that moves is looked at twice, and another one not at all',
  sources: [
    go119('mheap.go', 'mheap.allArenas: append-only'),
    go119('mheap.go', '(*mheap).reclaim: reclaimIndex'),
  ],
  when: 'always',
  cost: 'O(1)',
  every: arenaPlaceSteps,
  check({ place, before, after }) {
    if (after === before) return undefined;
    const actual = after === undefined ? 'nothing' : `arena ${after.index}`;
    return { at: `place ${place} of the list`, expected: `arena ${before.index} itself`, actual };
  },
  examples: {
    holds: [grown([0, 1]).after(grown([0])), grown([0, 1, 2]).after(grown([0, 1]))],
    violates: [
      grown([1, 0]).after(grown([0])),
      grown([0]).after(grown([0, 1])),
      grown([0, 2]).after(grown([0, 1])),
    ],
  },
});
