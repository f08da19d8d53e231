import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const walkDirtiesOnRead = defineMutant({
  id: 'process/walk-dirties-on-read',
  story: 'any walk sets the dirty bit of a page that may be written',
  sources: [source('Intel SDM volume 3A, 4.8')],
  patch: {
    file: 'models/os/mmu/mmu.ts',
    find: "if (access === 'write') pte.bits |= PTE.DIRTY;",
    replace: 'if ((pte.bits & PTE.WRITE) !== 0) pte.bits |= PTE.DIRTY;',
  },
  caughtBy: ['process/dirty-only-when-written'],
  withinRuns: 90,
  shortest: {
    heap: 'overcommit=always frames=4096 pages=2100',
    lines: ['d = mmap 8192 rw-', 'write d 16 1', 'madvise d 4096 free', 'read d 1'],
  },
});
