import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const failedCallNullsPointer = defineMutant({
  id: 'malloc/failed-call-nulls-pointer',
  story: 'posix_memalign stores the null pointer where it fails',
  sources: [
    source('posix_memalign(3): memptr is not modified on failure, as POSIX.1-2008 TC2 demands'),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: '    if (addr === 0) return ENOMEM;',
    replace: '    if (addr === 0) cell.pointer = 0; if (addr === 0) return ENOMEM;',
  },
  caughtBy: ['client/failed-call-leaves-pointer'],
  withinRuns: 180,
  shortest: { lines: ['a = memalign 8 33554433 via posix_memalign'] },
});
