import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The spans that they held when the cycle ended are in no unswept set. */
export const sweepingNotHeldOpen = defineMutant({
  id: 'go/sweeping-not-held-open',
  story: 'sweeping may be over before all mcaches are flushed',
  sources: [go119('mgc.go', 'gcMarkTermination: sweep.active.begin')],
  patch: [
    { file: 'models/go/mgc.ts', find: 'heap.activeSweep.begin();', replace: '' },
    { file: 'models/go/mgc.ts', find: 'this.#heap.activeSweep.end();', replace: '' },
  ],
  caughtBy: ['go/mcaches-flushed-each-cycle', 'go/sweepers-leave'],
  withinRuns: 140,
  shortest: { lines: ['gcStart', 'mark 1', 'terminate', 'terminate'] },
});
