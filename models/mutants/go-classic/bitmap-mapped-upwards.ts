import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicBitmapMappedUpwards = defineMutant({
  id: 'go-classic/bitmap-mapped-upwards',
  story: 'the bitmap is mapped from its low end',
  sources: [go110('mbitmap.go', '(*mheap).mapBits: h.bitmap - n')],
  patch: {
    file: 'models/classic/reservation.ts',
    find: 'if (!this.#map(this.arenaStart - n, n - this.bitmapMapped)) return false;',
    replace:
      'if (!this.#map(this.bitmapStart + this.bitmapMapped, n - this.bitmapMapped)) return false;',
  },
  caughtBy: ['classic/bitmap-mapped-in-step'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
