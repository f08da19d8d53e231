import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const stackGapIgnored = defineMutant({
  id: 'process/stack-gap-ignored',
  story: 'a stack grows up to what lies below it',
  sources: [source('CVE-2017-1000364: the stack clash')],
  patch: {
    file: 'models/os/mmu/faults.ts',
    find: 'if (isKept && start - below.end < this.#stack.gap) return undefined;',
    replace: '',
  },
  caughtBy: [
    'process/outcome-as-promised',
    'process/regions-as-promised',
    'process/stack-grows-within-limit',
  ],
  withinRuns: 100,
  shortest: {
    heap: 'overcommit=guess frames=4096 pages=4096',
    lines: ['a = mmap 4096 rw- at stack-200704', 'call 143360'],
  },
});
