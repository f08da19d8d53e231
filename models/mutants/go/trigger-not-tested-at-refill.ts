import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The heap grows by small objects without a collection. */
export const triggerNotTestedAtRefill = defineMutant({
  id: 'go/trigger-not-tested-at-refill',
  story: 'a refill does not ask whether a cycle is due',
  sources: [go119('malloc.go', 'nextFree: shouldhelpgc')],
  patch: { file: 'models/go/mcache.ts', find: '    testTrigger(heap);', replace: '' },
  caughtBy: ['go/cycle-due-at-trigger'],
  withinRuns: 210,
  shortest: {
    lines: ['a = malloc 1 noscan'],
    heap: 'gogc=0',
  },
});
