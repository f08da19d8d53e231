import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const reallocFreesOnFailure = defineMutant({
  id: 'malloc/realloc-frees-on-failure',
  story: 'realloc frees the old block although there is no memory for the new one',
  sources: [
    source('umm_malloc #11: realloc freed the old block when the new one could not be had'),
    source('C17 7.22.3.5: the old object is unchanged'),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'if (moved === 0) return 0;',
    replace: 'if (moved === 0) { this.free(addr); return 0; }',
  },
  caughtBy: [
    'client/contents-kept',
    'client/live-blocks-disjoint',
    'client/usable-size-steady',
    'client/usable-bytes-disjoint',
    'client/refusal-changes-nothing',
  ],
  withinRuns: 80,
  shortest: {
    lines: ['a = malloc 1', 'b = realloc a 33488897', 'free a'],
    seed: 3,
  },
});
