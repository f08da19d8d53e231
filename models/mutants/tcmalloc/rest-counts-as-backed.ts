import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const restCountsAsBacked = defineMutant({
  id: 'tcmalloc/rest-counts-as-backed',
  story: 'what is left of a returned span counts as backed by memory',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::Carve: leftover->location = old_location')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'rest.location = locationBefore;',
    replace: 'rest.location = NORMAL;',
  },
  caughtBy: ['tcmalloc/carve-exact', 'tcmalloc/commit-identity', 'tcmalloc/spans-backed'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
