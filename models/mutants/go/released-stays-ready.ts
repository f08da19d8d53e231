import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The pacer then sees a heap above its memory limit that is not. */
export const releasedStaysReady = defineMutant({
  id: 'go/released-stays-ready',
  story: 'memory that was given back still counts as Ready',
  sources: [go119('mem.go', 'sysUnused'), go119('mgcpacer.go', 'gcControllerState.mappedReady')],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'stats.mappedReady -= bytes;',
    replace: '',
  },
  caughtBy: ['go/mapped-ready-counted'],
  withinRuns: 110,
  shortest: { lines: ['freeOSMemory'] },
});
