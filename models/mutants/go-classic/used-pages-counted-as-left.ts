import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicUsedPagesCountedAsLeft = defineMutant({
  id: 'go-classic/used-pages-counted-as-left',
  story:
    'what is used of the arena is not taken off what is left of it, and what is wanted counts as used before it is mapped',
  sources: [go110('malloc.go', '(*mheap).sysAlloc: n > h.arena_end-h.arena_alloc')],
  patch: [
    {
      file: 'models/classic/page-heap.ts',
      find: 'if (bytes > arenaEnd - addr) {',
      replace: 'if (bytes > arenaEnd - reservation.arenaStart) {',
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
  caughtBy: [
    'classic/arena-mapped-up-to-used',
    'classic/arena-used-within-arena',
    'classic/spans-tile-arena',
  ],
  withinRuns: 150,
  shortest: { lines: ['fault map#1 refuse onwards', 'a = malloc 1 noscan'] },
});
