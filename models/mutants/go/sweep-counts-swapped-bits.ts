import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The fresh, empty bits are counted: every span looks empty. */
export const sweepCountsSwappedBits = defineMutant({
  id: 'go/sweep-counts-swapped-bits',
  story: 'sweep swaps the bitmaps before it counts the marks',
  sources: [go119('mgcsweep.go', '(*sweepLocked).sweep')],
  patch: [
    { file: 'models/go/sweep.ts', find: '  unmarkFreed(span);', replace: 'swapBits(span);' },
    { file: 'models/go/sweep.ts', find: '  swapBits(span);', replace: '' },
  ],
  caughtBy: [
    'go/live-blocks-hold-allocated-slots',
    'go/live-blocks-survive-cycles',
    'go/queued-finalizers-hold-objects',
    'relation/reference-answers-alike',
  ],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 1 noscan', 'gc'] },
});
