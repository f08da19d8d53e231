import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Between the ragged barrier and the stop a store notes pointers that nobody marks any more. */
export const workAfterStopIgnored = defineMutant({
  id: 'go/work-after-stop-ignored',
  story: 'marking ends without a look at what was stored since the ragged barrier',
  sources: [
    go119('mgc.go', 'gcMarkDone: restart'),
    goIssue(27993, 'a barrier that filled its buffer between the ragged flush and the stop'),
  ],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'if (this.#workAfterStop()) {',
    replace: 'if (false) {',
  },
  caughtBy: ['go/live-blocks-survive-cycles', 'go/work-gone-when-marking-ends'],
  withinRuns: 3000,
  shortest: {
    lines: ['a = malloc 8', 'weak a', 'drop a', 'mark 1', 'terminate', 'upgrade a', 'terminate'],
    heap: 'gogc=0',
  },
});
