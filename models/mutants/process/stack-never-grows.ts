import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const stackNeverGrows = defineMutant({
  id: 'process/stack-never-grows',
  story: 'a stack does not grow',
  sources: [source('Linux mm/mmap.c, expand_stack: VM_GROWSDOWN')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'if (above?.grows !== true) return undefined;',
    replace: 'if (above?.grows !== false) return undefined;',
  },
  caughtBy: [
    'process/accesses-noted',
    'process/accesses-permitted',
    'process/contents-as-promised',
    'process/outcome-as-promised',
    'process/regions-as-promised',
  ],
  withinRuns: 60,
  shortest: { heap: 'overcommit=guess frames=4096 pages=4096', lines: ['call 139264'] },
});
