import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The growth is compared with the goal as if it were not there yet. */
export const growthKeepsFragments = defineMutant({
  id: 'go/growth-keeps-fragments',
  story:
    'a heap that grows above its goal keeps the free pages that were too few for the allocation',
  sources: [go119('mheap.go', 'allocSpan: scavenge down what will soon be used')],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'return Math.min(growth, heapRetained + growth - scavengeGoals.gcPercentGoal);',
    replace: 'return Math.min(0, heapRetained + growth - scavengeGoals.gcPercentGoal);',
  },
  caughtBy: ['go/growth-scavenges-to-goal'],
  withinRuns: 800,
  shortest: { lines: ['a = malloc 524289 noscan', 'free a', 'gc', 'b = malloc 4194305 noscan'] },
});
