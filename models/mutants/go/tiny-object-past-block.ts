import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The end may lie in the next slot. */
export const tinyObjectPastBlock = defineMutant({
  id: 'go/tiny-object-past-block',
  story: 'a tiny object needs only to start in the current tiny block',
  sources: [go119('malloc.go', 'mallocgc, "Tiny allocator"')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'offset + size > MAX_TINY_SIZE',
    replace: 'offset >= MAX_TINY_SIZE',
  },
  caughtBy: [
    'go/tiny-offset-within-block',
    'go/tiny-objects-within-block',
    'go/live-blocks-hold-allocated-slots',
  ],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 4 noscan', 'b = malloc 13 noscan'] },
});
