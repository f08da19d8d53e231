import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** It gives back memory that the heap is about to use. */
export const scavengerIgnoresGoals = defineMutant({
  id: 'go/scavenger-ignores-goals',
  story: 'the background scavenger gives memory back until none is left, whatever its goals are',
  sources: [go119('mgcscavenge.go', '(*scavengerState).init: shouldStop')],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'return isLittleRetained && stats.mappedReady <= memoryLimitGoal;',
    replace: 'return false;',
  },
  caughtBy: ['go/background-scavenger-above-goal'],
  withinRuns: 180,
  shortest: { lines: ['gc', 'sweep 1', 'bgscavenge 1'] },
});
