import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The heap grows by large objects without a collection. */
export const triggerNotTestedAtLarge = defineMutant({
  id: 'go/trigger-not-tested-at-large',
  story: 'a large allocation does not ask whether a cycle is due',
  sources: [go119('malloc.go', 'mallocgc: shouldhelpgc')],
  patch: { file: 'models/go/go-heap.ts', find: '    testTrigger(heap);', replace: '' },
  caughtBy: ['go/cycle-due-at-trigger'],
  withinRuns: 160,
  shortest: { lines: ['a = malloc 3989505 noscan'] },
});
