import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Nothing comes of it but at the top of the address space, where no such arena is. */
export const arenaPastEndRegistered = defineMutant({
  id: 'go/arena-past-end-registered',
  story: 'the arena that begins where a reservation ends is registered along with it',
  sources: [
    goIssue(35954, 'an arena at the very top of the address space: its end wraps around'),
    go119('malloc.go', '(*mheap).sysAlloc'),
  ],
  patch: [
    {
      file: 'models/go/mheap.ts',
      find: "if (this.arenas.at(index) !== undefined) throw new Fatal('arena already initialized');",
      replace: 'if (this.arenas.at(index) !== undefined) continue;',
    },
    {
      file: 'models/go/mheap.ts',
      find: 'index < limit / heapArenaBytes;',
      replace: 'index <= limit / heapArenaBytes;',
    },
  ],
  caughtBy: ['go/arena-inside-address-space'],
  withinRuns: 730,
  shortest: { lines: ['fault place top'] },
});
