import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicUsedEndsAtLastByte = defineMutant({
  id: 'go-classic/used-ends-at-last-byte',
  story: 'what is used of the arena ends at its last byte and not behind it',
  sources: [go110('mheap.go', '(*mheap).setArenaUsed: arena_used is exclusive')],
  patch: {
    file: 'models/classic/reservation.ts',
    find: 'this.arenaUsed = used;',
    replace: 'this.arenaUsed = used - 1;',
  },
  caughtBy: ['classic/arena-used-within-arena'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
