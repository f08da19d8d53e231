import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const copyOfNothing = defineMutant({
  id: 'process/copy-of-nothing',
  story: 'a copy for writing is a page of zeroes',
  sources: [source('Linux mm/memory.c, wp_page_copy')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'frames.copy(pte.frame, own);',
    replace: '',
  },
  caughtBy: ['process/contents-as-promised'],
  withinRuns: 700,
  shortest: {
    heap: 'overcommit=always frames=1600 pages=2100',
    lines: ['c = mmap 1 --- at text+4096', 'read c+4096 8192', 'write c+4096 1 1'],
  },
});
