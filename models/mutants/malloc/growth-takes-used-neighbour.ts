import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const growthTakesUsedNeighbour = defineMutant({
  id: 'malloc/growth-takes-used-neighbour',
  story: 'realloc asks of the chunk behind how long it is, and not whether it is free',
  sources: [
    source('jemalloc PR #438: growth in place took what was not its own'),
    source('AssemblyScript #1042: flags of the neighbour were stale'),
  ],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'if (this.#tags.isInUse(behind) || had',
    replace: 'if (had',
  },
  caughtBy: ['client/live-blocks-disjoint', 'client/usable-size-steady'],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 1', 'b = malloc 1', 'c = realloc a 33'] },
});
