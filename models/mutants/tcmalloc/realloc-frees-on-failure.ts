import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const reallocFreesOnFailure = defineMutant({
  id: 'tcmalloc/realloc-frees-on-failure',
  story: 'realloc frees the block when there is no memory for a new one',
  sources: [source('C17 7.22.3.5: a realloc that fails leaves the block')],
  patch: {
    file: 'models/tcmalloc/tcmalloc.ts',
    find: 'if (to === 0) return 0;',
    replace: 'if (to === 0) { this.free(addr); return 0; }',
  },
  caughtBy: [
    'client/refusal-changes-nothing',
    'tcmalloc/refused-call-keeps-blocks',
    'tcmalloc/free-objects-in-one-place',
    'tcmalloc/objects-conserved',
    'tcmalloc/span-refcount-holders',
  ],
  withinRuns: 180,
  shortest: { lines: ['a = malloc 1', 'b = realloc a -1'] },
});
