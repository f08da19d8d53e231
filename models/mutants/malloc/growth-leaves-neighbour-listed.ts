import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const growthLeavesNeighbourListed = defineMutant({
  id: 'malloc/growth-leaves-neighbour-listed',
  story: 'realloc grows into the free chunk behind and leaves it on its list',
  sources: [
    source('jemalloc ChangeLog 2.0.0: growing a large block in place could corrupt memory'),
  ],
  patch: { file: 'models/malloc/arena.ts', find: 'this.#bins.remove(behind);', replace: '' },
  caughtBy: ['client/contents-kept', 'client/live-blocks-disjoint', 'client/usable-covers-request'],
  withinRuns: 150,
  shortest: {
    lines: [
      'a = malloc 105',
      'b = malloc 1',
      'c = realloc a 1',
      'd = realloc c 73',
      'e = realloc d 41',
    ],
    seed: 2,
  },
});
