import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const emptyTablesKept = defineMutant({
  id: 'process/empty-tables-kept',
  story: 'page tables without an entry stay',
  sources: [source('Linux mm/memory.c, free_pgtables')],
  patch: {
    file: 'models/os/mmu/page-tables.ts',
    find: '    return table.count === 0;',
    replace: '    return false;',
  },
  caughtBy: ['process/tables-in-use'],
  withinRuns: 40,
  shortest: {
    heap: 'overcommit=always frames=4096 pages=2100',
    lines: ['d = mmap 8192 rw-', 'write d 16 1', 'madvise d 4096 free', 'reclaim 1000'],
  },
});
