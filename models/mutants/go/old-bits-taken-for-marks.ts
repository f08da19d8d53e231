import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The bitmap that waits for the next marks is not cleared: what was allocated once counts as marked. */
export const oldBitsTakenForMarks = defineMutant({
  id: 'go/old-bits-taken-for-marks',
  story: 'a sweep leaves the old allocation bits where the next marks go',
  sources: [go119('mgcsweep.go', '(*sweepLocked).sweep'), go119('mheap.go', 'newMarkBits')],
  patch: { file: 'models/go/sweep.ts', find: 'old.fill(0);', replace: '' },
  caughtBy: [
    'go/marks-zero-when-swept',
    'go/marked-slots-allocated',
    'go/page-mark-where-marked',
    'go/pages-free-when-all-is-collected',
    'go/heap-live-covers-objects',
  ],
  withinRuns: 60,
  shortest: {
    lines: ['a = malloc 1 noscan', 'gc'],
    heap: 'gogc=0',
  },
});
