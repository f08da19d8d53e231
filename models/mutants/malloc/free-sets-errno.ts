import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const freeSetsErrno = defineMutant({
  id: 'malloc/free-sets-errno',
  story: 'free of a large block leaves errno as the system call set it',
  sources: [
    source('glibc BZ 17924: free did not preserve errno, until 2.33'),
    source('POSIX.1-2024 free'),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'if (isMapped(addr)) this.system.unmap(addr);',
    replace: 'if (isMapped(addr)) { this.system.unmap(addr); this.errno = EINVAL; }',
  },
  caughtBy: ['client/errno-kept-by-free'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 131065', 'free a'] },
});
