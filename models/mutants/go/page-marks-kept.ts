import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The reclaimer finds nothing to free any more. */
export const pageMarksKept = defineMutant({
  id: 'go/page-marks-kept',
  story: 'the page marks of the last cycle are still there when the next one begins',
  sources: [go119('mgc.go', 'gcResetMarkState'), go119('mheap.go', '(*mheap).reclaimChunk')],
  patch: {
    file: 'models/go/mgc.ts',
    find: 'for (const arena of heap.arenas.all) arena.pageMarks.fill(0);',
    replace: '',
  },
  caughtBy: ['go/page-marks-cleared-for-cycle', 'go/page-marks-of-marked-spans'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 1 noscan', 'gc', 'gcStart'] },
});
