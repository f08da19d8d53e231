import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const largeCallocNotZeroed = defineMutant({
  id: 'tcmalloc/large-calloc-not-zeroed',
  story: 'calloc leaves large blocks as they are',
  sources: [source('mimalloc PR #1385: the large branch of the zeroing variant did not zero')],
  patch: {
    file: 'models/tcmalloc/tcmalloc.ts',
    find: 'if (addr !== 0) zeroBytes',
    replace: 'if (addr !== 0 && count * size <= this.geometry.maxSmallBytes) zeroBytes',
  },
  caughtBy: ['client/zeroed-when-asked'],
  withinRuns: 100,
  shortest: {
    lines: ['a = calloc 6 6'],
    heap: 'geometry=tiny',
  },
});
