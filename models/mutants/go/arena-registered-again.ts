import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Whatever lies in it is no heap any more: its spans are in the table of the first. */
export const arenaRegisteredAgain = defineMutant({
  id: 'go/arena-registered-again',
  story:
    'the arena that begins where a reservation ends is registered along with it, even where it is there already',
  sources: [
    goIssue(20259, 'a reservation below the heap: what lay above it stopped being heap'),
    go119('malloc.go', '(*mheap).sysAlloc: arena already initialized'),
  ],
  patch: [
    {
      file: 'models/go/mheap.ts',
      find: "if (this.arenas.at(index) !== undefined) throw new Fatal('arena already initialized');",
      replace: '',
    },
    {
      file: 'models/go/mheap.ts',
      find: 'index < limit / heapArenaBytes;',
      replace: 'index <= limit / heapArenaBytes;',
    },
  ],
  caughtBy: ['go/arena-inside-address-space', 'go/arena-registered-once'],
  withinRuns: 170,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 4194305 noscan'] },
});
