import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What the mcaches held is in no set: it is left out, or swept when the next cycle marks. */
export const sweepDoneBeforeFlush = defineMutant({
  id: 'go/sweep-done-before-flush',
  story: 'sweeping is done as soon as the sets are drained, whoever is still at it',
  sources: [
    go119('mgcsweep.go', '(*activeSweep).isDone'),
    go119('mgc.go', 'gcMarkTermination: failed to set sweep barrier'),
  ],
  patch: {
    file: 'models/go/active-sweep.ts',
    find: 'return this.#isDrained && this.#sweepers === 0;',
    replace: 'return this.#isDrained;',
  },
  caughtBy: [
    'go/mcaches-flushed-each-cycle',
    'go/sweep-done-without-sweepers',
    'go/sweepgen-in-protocol',
  ],
  withinRuns: 180,
  shortest: { lines: ['gcStart', 'mark 1', 'terminate', 'terminate', 'sweep 1'] },
});
