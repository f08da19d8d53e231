import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const guardPermitsReads = defineMutant({
  id: 'process/guard-permits-reads',
  story: 'a read is permitted whatever the rights are',
  sources: [source('Linux arch/x86/mm/fault.c, access_error')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: "if (access === 'read') return prot !== PROT.NONE;",
    replace: "if (access === 'read') return true;",
  },
  caughtBy: [
    'process/accessed-only-when-touched',
    'process/outcome-as-promised',
    'process/rights-no-wider',
  ],
  withinRuns: 300,
  shortest: {
    heap: 'overcommit=never frames=1600 pages=64',
    lines: ['b = mmap 8192 ---', 'read b 16'],
  },
});
