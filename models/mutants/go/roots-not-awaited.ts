import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What only the last root jobs lead to is swept. */
export const rootsNotAwaited = defineMutant({
  id: 'go/roots-not-awaited',
  story: 'marking ends when no object waits to be scanned, though roots do',
  sources: [go119('mgc.go', 'gcMarkDone'), go119('mgcmark.go', 'gcMarkRootCheck')],
  patch: { file: 'models/go/mgc.ts', find: 'if (!this.roots.areDone) return true;', replace: '' },
  caughtBy: [
    'go/checkmark-finds-all-marked',
    'go/live-blocks-survive-cycles',
    'go/marks-between-must-and-may',
    'go/roots-done-when-marking-ends',
  ],
  withinRuns: 940,
  shortest: { lines: ['gcStart', 'terminate', 'terminate'] },
});
