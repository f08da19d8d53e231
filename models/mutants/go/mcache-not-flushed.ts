import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A processor goes on allocating from a span whose marks still have to be swept. */
export const mcacheNotFlushed = defineMutant({
  id: 'go/mcache-not-flushed',
  story: 'the mcaches keep their spans at mark termination',
  sources: [go119('mgc.go', 'gcMarkTermination'), go119('mcache.go', '(*mcache).prepareForSweep')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'for (const mcache of this.#mcaches) mcache.prepareForSweep();',
    replace: '',
  },
  caughtBy: ['go/mcaches-flushed-each-cycle'],
  withinRuns: 100,
});
