import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const anyAlignmentTaken = defineMutant({
  id: 'malloc/any-alignment-taken',
  story: 'posix_memalign takes alignments that are no powers of two',
  sources: [source('POSIX.1-2024 posix_memalign: EINVAL')],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'return isPowerOfTwo(alignment) && alignment >= POINTER;',
    replace: 'return alignment >= POINTER;',
  },
  caughtBy: ['client/bad-alignment-refused'],
  withinRuns: 120,
  shortest: { lines: ['a = memalign 9 1 via posix_memalign'] },
});
