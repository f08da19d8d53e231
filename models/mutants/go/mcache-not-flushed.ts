import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A processor goes on allocating from a span whose marks still have to be swept. */
export const mcacheNotFlushed = defineMutant({
  id: 'go/mcache-not-flushed',
  story: 'an mcache keeps its spans when it is flushed behind mark termination',
  sources: [go119('mgc.go', 'gcMarkTermination'), go119('mcache.go', '(*mcache).prepareForSweep')],
  patch: {
    file: 'models/go/mcache.ts',
    find: 'this.releaseAll();',
    replace: '',
  },
  caughtBy: [
    'go/cached-spans-in-generation',
    'go/flush-empties-mcache',
    'go/tiny-block-of-this-cycle',
  ],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
