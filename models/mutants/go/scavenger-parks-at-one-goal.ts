import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Most heaps have no memory limit, whose goal is then always met. */
export const scavengerParksAtOneGoal = defineMutant({
  id: 'go/scavenger-parks-at-one-goal',
  story: 'the background scavenger stops when one of its two goals is met',
  sources: [go119('mgcscavenge.go', '(*scavengerState).init: shouldStop')],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'return isLittleRetained && stats.mappedReady <= memoryLimitGoal;',
    replace: 'return isLittleRetained || stats.mappedReady <= memoryLimitGoal;',
  },
  caughtBy: ['go/scavenger-parks-at-goal'],
  withinRuns: 150,
  shortest: {
    lines: ['a = malloc 6529 noscan', 'free a', 'gc', 'bgscavenge 1'],
    heap: 'gogc=1',
  },
});
