import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The reclaimer passes by every span that was ever marked, and the heap grows while garbage waits. */
export const pageMarksNotCleared = defineMutant({
  id: 'go/page-marks-not-cleared',
  story: 'the page marks of the last cycle are not cleared',
  sources: [go119('mgc.go', 'gcResetMarkState')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'for (const arena of heap.arenas.all) arena.pageMarks.fill(0);',
    replace: '',
  },
  caughtBy: ['go/page-marks-cleared-for-cycle', 'go/page-marks-of-marked-spans'],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 1 noscan', 'gc', 'gcStart'] },
});
