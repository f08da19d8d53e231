import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const walkSetsNoAccessed = defineMutant({
  id: 'process/walk-sets-no-accessed',
  story: 'a walk does not set the accessed bit',
  sources: [source('Intel SDM volume 3A, 4.8')],
  patch: {
    file: 'models/os/mmu/mmu.ts',
    find: 'pte.bits |= PTE.ACCESSED;',
    replace: '',
  },
  caughtBy: ['process/accesses-noted'],
  withinRuns: 20,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: ['read stack-1 1'] },
});
