import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * mergeSummaries takes the end of the last child, even where the run goes on through a wholly free
 * one.
 */
export const summaryEndForgetsChildren = defineMutant({
  id: 'go/summary-end-forgets-children',
  story: 'a free run at the end of a summary entry is counted in its last child only',
  sources: [go119('mpagealloc.go', 'mergeSummaries')],
  patch: {
    file: 'models/go/palloc-sum.ts',
    find: 'end = nextEnd === whole ? end + whole : nextEnd;',
    replace: 'end = nextEnd;',
  },
  caughtBy: ['go/inner-summaries-match-children'],
  withinRuns: 600,
  shortest: { lines: ['a = malloc 8380417 noscan'] },
});
