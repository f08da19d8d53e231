import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The way that yields forgot what the way that does not yield begins with. */
export const suspendedTinyTakesSlot = defineMutant({
  id: 'go/suspended-tiny-takes-slot',
  story:
    'a tiny allocation that may be suspended takes a slot of its own, whatever room the current tiny block has',
  sources: [go119('malloc.go', 'mallocgc')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'if (slow.yields && (isTiny || c.reusable[spanclass]!.length > 0)) {',
    replace: 'if (slow.yields && !isTiny && c.reusable[spanclass]!.length > 0) {',
  },
  caughtBy: ['relation/suspended-call-completes'],
  withinRuns: 660,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 1 noscan'] },
});
