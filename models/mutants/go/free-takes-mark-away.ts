import { derived, go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A grey object loses its mark, and is in a work buffer all the same. */
export const freeTakesMarkAway = defineMutant({
  id: 'go/free-takes-mark-away',
  story: 'an explicit free clears the mark bit of the object, while a cycle marks too',
  sources: [
    derived('explicit free, which Go 1.19 does not have'),
    go119('mgcmark.go', 'greyobject'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: '      setBit(span.freedBits, slot);',
    replace: '      setBit(span.freedBits, slot); clearBit(span.gcmarkBits, slot);',
  },
  caughtBy: ['go/marks-only-grow'],
  withinRuns: 60,
  shortest: {
    lines: ['gcStart', 'a = malloc 16 noscan', 'free a'],
    seed: 2,
  },
});
