import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicBitmapMappedOnce = defineMutant({
  id: 'go-classic/bitmap-mapped-once',
  story: 'the bitmap is mapped with the first growth and no further',
  sources: [go110('mbitmap.go', '(*mheap).mapBits')],
  patch: {
    file: 'models/classic/reservation.ts',
    find: 'if (this.bitmapMapped >= n) return true;',
    replace: 'if (this.bitmapMapped > 0) return true;',
  },
  caughtBy: ['classic/bitmap-mapped-in-step'],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 122881 noscan', 'b = malloc 917505 noscan'] },
});
