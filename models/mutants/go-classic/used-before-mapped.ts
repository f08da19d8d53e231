import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicUsedBeforeMapped = defineMutant({
  id: 'go-classic/used-before-mapped',
  story: 'what was asked for counts as used, also where the system does not map it',
  sources: [go110('malloc.go', '(*mheap).sysAlloc')],
  patch: {
    file: 'models/classic/reservation.ts',
    find: 'if (!this.#map(this.arenaUsed, bytes)) return false;',
    replace: 'if (!this.#map(this.arenaUsed, bytes)) return ((this.arenaUsed = used), false);',
  },
  caughtBy: ['classic/arena-mapped-up-to-used', 'classic/spans-tile-arena'],
  withinRuns: 300,
  shortest: { lines: ['fault map#3 refuse', 'a = malloc 1 noscan'] },
});
