import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A program that allocates faster than a quarter of the processors marks outruns the cycle. */
export const helpNotAskedFor = defineMutant({
  id: 'go/help-not-asked-for',
  story: 'nobody is asked to help when a cycle begins to mark',
  sources: [go119('mgc.go', 'gcStart: gcBlackenEnabled')],
  patch: {
    file: 'models/go/pacing.ts',
    find: 'heap.controller.blackenEnabled = true;',
    replace: '',
  },
  caughtBy: ['go/blackening-while-marking'],
  withinRuns: 30,
  shortest: { lines: ['gcStart'] },
});
