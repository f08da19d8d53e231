import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const bytesTakenForAlignment = defineMutant({
  id: 'malloc/bytes-taken-for-alignment',
  story: 'posix_memalign takes alignments below the size of a pointer',
  sources: [source('POSIX.1-2024 posix_memalign: a multiple of sizeof(void *)')],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'return isPowerOfTwo(alignment) && alignment >= POINTER;',
    replace: 'return isPowerOfTwo(alignment);',
  },
  caughtBy: ['client/bad-alignment-refused'],
  withinRuns: 150,
  shortest: { lines: ['a = memalign 1 1 via posix_memalign'] },
});
