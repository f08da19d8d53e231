import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const everyRegionGrows = defineMutant({
  id: 'process/every-region-grows',
  story: 'a fault below any region makes it grow',
  sources: [source('Linux mm/mmap.c, expand_stack: VM_GROWSDOWN')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'if (above?.grows !== true) return undefined;',
    replace: 'if (above === undefined) return undefined;',
  },
  caughtBy: ['process/outcome-as-promised', 'process/regions-as-promised'],
  withinRuns: 100,
  shortest: {
    heap: 'overcommit=always frames=16 pages=2100',
    lines: ['d = mmap 8192 r-x', 'exec d-1 1'],
  },
});
