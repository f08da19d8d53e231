import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The flush of the next cycle is then taken for one that was done. */
export const flushGenRunsAhead = defineMutant({
  id: 'go/flush-gen-runs-ahead',
  story: 'a flush notes the generation after the one that it was for',
  sources: [go119('mcache.go', '(*mcache).prepareForSweep')],
  patch: {
    file: 'models/go/mcache.ts',
    find: '    this.flushGen = sg;',
    replace: '    this.flushGen = sg + 2;',
  },
  caughtBy: ['go/mcaches-flushed-each-cycle'],
  withinRuns: 50,
  shortest: { lines: [] },
});
