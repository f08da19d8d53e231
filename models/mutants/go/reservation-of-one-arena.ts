import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const reservationOfOneArena = defineMutant({
  id: 'go/reservation-of-one-arena',
  story: 'the heap reserves one arena at a time, and does not try where more is needed',
  sources: [
    go119('malloc.go', '(*mheap).sysAlloc: n = alignUp(n, heapArenaBytes)'),
    source('gperftools NEWS 2.6.2: null at out of memory without trying what was left to try'),
  ],
  patch: {
    file: 'models/go/arena-hints.ts',
    find: 'const size = Math.ceil(bytes / heapArenaBytes) * heapArenaBytes;',
    replace: 'const size = heapArenaBytes;\n    if (bytes > size) return undefined;',
  },
  caughtBy: ['os/out-of-memory-only-after-refusal'],
  withinRuns: 140,
  shortest: { lines: ['a = malloc 4194305 noscan'] },
});
