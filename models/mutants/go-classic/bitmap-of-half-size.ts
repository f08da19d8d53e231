import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicBitmapOfHalfSize = defineMutant({
  id: 'go-classic/bitmap-of-half-size',
  story: 'the reservation has half a bitmap: two bits are counted as one',
  sources: [go110('malloc.go', 'mallocinit: bitmapSize')],
  patch: {
    file: 'models/classic/geometry.ts',
    find: 'const bitmap = arena / HEAP_BITMAP_SCALE;',
    replace: 'const bitmap = arena / HEAP_BITMAP_SCALE / 2;',
  },
  caughtBy: ['classic/reservation-ratios'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
