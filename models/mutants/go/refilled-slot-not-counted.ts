import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The fast path counts by itself; nextFree leaves that to its caller, which does not. */
export const refilledSlotNotCounted = defineMutant({
  id: 'go/refilled-slot-not-counted',
  story: 'the slot that follows a refill is not counted as allocated',
  sources: [go119('malloc.go', '(*mcache).nextFree')],
  patch: { file: 'models/go/go-heap.ts', find: 'span.allocCount += 1;', replace: '' },
  caughtBy: ['go/alloc-count-matches-slots', 'go/cached-span-holds-an-object'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
