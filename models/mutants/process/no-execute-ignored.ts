import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const noExecuteIgnored = defineMutant({
  id: 'process/no-execute-ignored',
  story: 'the processor does not look at the no-execute bit',
  sources: [source('Intel SDM volume 3A, 4.6.1: XD')],
  patch: {
    file: 'models/os/mmu/mmu.ts',
    find: "return access === 'read' || (bits & PTE.NOEXEC) === 0;",
    replace: "return access !== 'write';",
  },
  caughtBy: ['process/outcome-as-promised'],
  withinRuns: 550,
  shortest: {
    heap: 'overcommit=always frames=16 pages=64',
    lines: ['write data+8192 8192 1', 'exec data+12288 8192'],
  },
});
