import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicUsedRaisedBeforeChecked = defineMutant({
  id: 'go-classic/used-raised-before-checked',
  story: 'what is wanted counts as used before it is known whether the arena has so much',
  sources: [go110('malloc.go', '(*mheap).sysAlloc: n > h.arena_end-h.arena_alloc')],
  patch: [
    {
      file: 'models/classic/page-heap.ts',
      find: 'if (bytes > arenaEnd - addr) {',
      replace: 'if (npages > arenaEnd - addr) {',
    },
    {
      file: 'models/classic/reservation.ts',
      find: 'const used = this.arenaUsed + bytes;',
      replace: 'const used = (this.arenaUsed += bytes);',
    },
    {
      file: 'models/classic/reservation.ts',
      find: 'if (!this.#map(this.arenaUsed, bytes)) return false;',
      replace: 'if (!this.#map(used - bytes, bytes)) return false;',
    },
  ],
  caughtBy: ['classic/arena-used-within-arena'],
  withinRuns: 1,
  shortest: {
    lines: [
      'a = malloc 1',
      'b = malloc 1',
      'c = malloc 1',
      'd = malloc 1',
      'gc',
      'gc',
      'gc',
      'gc',
      'gc',
    ],
  },
});
