import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What was allocated once stays marked for ever, or is found marked and free. */
export const markBitsNotZeroed = defineMutant({
  id: 'go/mark-bits-not-zeroed',
  story: 'the first word of the old allocation bits is not zeroed before it takes the next marks',
  sources: [go119('mheap.go', 'newMarkBits'), go119('mgcsweep.go', '(*sweepLocked).sweep')],
  patch: { file: 'models/go/sweep.ts', find: 'old.fill(0);', replace: 'old.fill(0, 1);' },
  caughtBy: [
    'go/marked-slots-allocated',
    'go/marks-zero-when-swept',
    'go/heap-live-covers-objects',
  ],
  withinRuns: 60,
  shortest: {
    lines: ['a = malloc 1 noscan', 'gc', 'b = malloc 1 noscan'],
    seed: 4,
  },
});
