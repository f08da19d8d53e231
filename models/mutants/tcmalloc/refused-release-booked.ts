import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const refusedReleaseBooked = defineMutant({
  id: 'tcmalloc/refused-release-booked',
  story: 'a release that the system does not take counts as done',
  sources: [source('gperftools #1135, PR #1201: 8 KiB spans on hardware pages of 64 KiB')],
  patch: {
    file: 'models/tcmalloc/system.ts',
    find: 'if (to <= from) return false;',
    replace: 'if (to <= from) return true;',
  },
  caughtBy: ['tcmalloc/released-memory-given-back'],
  withinRuns: 560,
  shortest: {
    lines: ['a = malloc 1', 'free a', 'goexit', 'scavenge 1'],
    heap: 'geometry=hard64k',
    seed: 4,
  },
});
