import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const stackGrowsWithoutLimit = defineMutant({
  id: 'process/stack-grows-without-limit',
  story: 'a stack grows as far as it is accessed',
  sources: [source('Linux mm/mmap.c, acct_stack_growth: rlimit(RLIMIT_STACK)')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: ' || above.end - start > this.#stack.most',
    replace: '',
  },
  caughtBy: [
    'process/outcome-as-promised',
    'process/regions-as-promised',
    'process/stack-grows-within-limit',
  ],
  withinRuns: 90,
  shortest: { heap: 'overcommit=always frames=16 pages=64', lines: ['call 8388608', 'call 8'] },
});
