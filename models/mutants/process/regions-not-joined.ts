import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const regionsNotJoined = defineMutant({
  id: 'process/regions-not-joined',
  story: 'regions that are alike and touch are not joined',
  sources: [source('Linux mm/mmap.c, vma_merge')],
  patch: {
    file: 'models/os/mmu/regions.ts',
    find: 'goesOn(last, region)',
    replace: 'goesOn(region, last)',
  },
  caughtBy: ['process/regions-as-promised', 'process/regions-canonical'],
  withinRuns: 20,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: [] },
});
