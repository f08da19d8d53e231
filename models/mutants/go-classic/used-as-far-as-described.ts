import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicUsedAsFarAsDescribed = defineMutant({
  id: 'go-classic/used-as-far-as-described',
  story: 'the arena counts as used as far as the bitmap that is mapped describes',
  sources: [go110('mheap.go', '(*mheap).setArenaUsed')],
  patch: {
    file: 'models/classic/reservation.ts',
    find: 'this.arenaUsed = used;',
    replace: 'this.arenaUsed = this.arenaStart + this.bitmapMapped * HEAP_BITMAP_SCALE;',
  },
  caughtBy: [
    'classic/growth-extends-arena',
    'classic/spans-tile-arena',
    'classic/arena-mapped-up-to-used',
  ],
  withinRuns: 20,
  shortest: {
    lines: ['a = malloc 1 noscan'],
    heap: 'geometry=tiny',
  },
});
