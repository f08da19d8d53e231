import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const tableCountOfReplacedEntry = defineMutant({
  id: 'process/table-count-of-replaced-entry',
  story: 'a table counts an entry again that replaces one',
  sources: [source('Linux mm/memory.c, free_pte_range')],
  patch: {
    file: 'models/os/mmu/page-tables.ts',
    find: 'if ((this.slots[index] === undefined) !== (entry === undefined)) {',
    replace: 'if (entry !== undefined || this.slots[index] !== undefined) {',
  },
  caughtBy: ['process/tables-in-use'],
  withinRuns: 50,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: ['d = mmap 4194304 rw-', 'madvise d 4194304 huge', 'write d 8192 1', 'munmap d 8192'],
  },
});
