import { altered, goView } from '../../fixtures/go.ts';
import { defineInvariant } from '../../invariant.ts';
import { arenas } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';

export const arenaRegisteredOnce = defineInvariant({
  id: 'go/arena-registered-once',
  holds: 'an arena is registered once, and found under its number',
  because:
    'a second registration forgets the spans of the first: their blocks are no heap any more',
  sources: [go119('malloc.go', '(*mheap).sysAlloc: arena already initialized')],
  when: 'always',
  cost: 'O(1)',
  every: arenas,
  check(arena, { go }) {
    const found = go.arenaAt(arena.index);
    if (found === arena) return undefined;
    const actual = found === undefined ? 'nothing' : 'another arena';
    return { at: `arena ${arena.index}`, expected: 'itself, under its number', actual };
  },
  examples: {
    holds: [goView({ arenas: 0 }), goView({ arenas: 3 })],
    violates: [
      altered(goView({ arenas: 2 }), ({ go }) => (go.arenas[1]!.index = go.arenas[0]!.index)),
      altered(goView(), ({ go }) => (go.arenaAt = () => undefined)),
    ],
  },
});
