import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** An object with a finalizer is never collected: each cycle gives it one more time. */
export const finalizerQueuedAgain = defineMutant({
  id: 'go/finalizer-queued-again',
  story: 'a finalizer stays attached when it is queued, so that the next cycle queues it again',
  sources: [
    go119('mgcsweep.go', '(*sweepLocked).sweep: freeSpecial'),
    go119('mheap.go', 'freeSpecial'),
  ],
  patch: {
    file: 'models/go/span-specials.ts',
    find: 'return false;',
    replace: 'return special.kind === SPECIAL_FINALIZER;',
  },
  caughtBy: [
    'gc/finalizer-of-unreachable-block',
    'go/marks-between-must-and-may',
    'go/pages-free-when-all-is-collected',
  ],
  withinRuns: 100,
  shortest: {
    lines: ['a = malloc 1 noscan', 'finalizer a'],
    seed: 4,
  },
});
