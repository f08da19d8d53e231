import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const unlinkedChunkRemembered = defineMutant({
  id: 'malloc/unlinked-chunk-remembered',
  story: 'a chunk that leaves its list is still the one before for the next',
  sources: [source('vulkano #2832: a merge did not mend the links of the outer neighbours')],
  patch: {
    file: 'models/malloc/bins.ts',
    find: '    if (next !== 0) this.#tags.setPrevious(next, previous);',
    replace: '',
  },
  caughtBy: ['client/contents-kept', 'client/live-blocks-disjoint'],
  withinRuns: 40,
  shortest: {
    lines: [
      'a = malloc 1 noscan',
      'b = malloc 1 noscan',
      'c = malloc 1 noscan',
      'd = malloc 1 noscan',
      'free a',
      'free c',
      'e = malloc 1 noscan',
      'f = malloc 1 noscan',
      'g = malloc 1 noscan',
    ],
  },
});
