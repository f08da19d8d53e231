import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const limitOffByOne = defineMutant({
  id: 'process/limit-off-by-one',
  story: 'the commit limit may be passed by a page',
  sources: [source('Linux mm/util.c, __vm_enough_memory')],
  patch: {
    file: 'models/os/mmu/commit.ts',
    find: '    if (this.pages + pages - credit > this.limit &&',
    replace: '    if (this.pages + pages - credit > this.limit + 1 &&',
  },
  caughtBy: [
    'process/committed-within-limit',
    'process/outcome-as-promised',
    'process/regions-as-promised',
  ],
  withinRuns: 500,
  shortest: { heap: 'overcommit=never frames=4096 pages=8', lines: ['a = mmap 36864 rw-'] },
});
