import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const leadBelowAChunk = defineMutant({
  id: 'malloc/lead-below-a-chunk',
  story: 'what lies before an aligned block is given back even where it is no whole chunk',
  sources: [
    source(
      'musllibc #17: an aligned split made a chunk below the minimum, and two calls gave the same address',
    ),
  ],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'if (chunk > whole && chunk - whole < CHUNK_MIN) chunk += alignment;',
    replace: '',
  },
  caughtBy: ['client/usable-covers-request'],
  withinRuns: 40,
  shortest: { lines: ['a = memalign 32 1'] },
});
