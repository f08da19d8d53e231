import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const forwardJoinKeepsListed = defineMutant({
  id: 'malloc/forward-join-keeps-listed',
  story: 'a chunk joins with the free one behind, which stays on its list as well',
  sources: [source('vulkano #2832: a merge left neighbours pointing at the halves')],
  patch: { file: 'models/malloc/arena.ts', find: '      this.#bins.remove(end);', replace: '' },
  caughtBy: ['client/live-blocks-disjoint'],
  withinRuns: 300,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
