import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * The pages of the last sweep count for this one, so less seems to be left than there is.
 */
export const sweptPagesCarriedOver = defineMutant({
  id: 'go/swept-pages-carried-over',
  story: 'the count of swept pages does not start over with a sweep, which is paced for too little',
  sources: [go119('mgc.go', 'gcSweep: pagesSwept')],
  patch: {
    file: 'models/go/pacing.ts',
    find: 'heap.pagesSwept = 0;',
    replace: '',
  },
  caughtBy: ['go/sweep-line-reaches-trigger'],
  withinRuns: 300,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
