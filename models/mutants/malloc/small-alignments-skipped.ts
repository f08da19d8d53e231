import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const smallAlignmentsSkipped = defineMutant({
  id: 'malloc/small-alignments-skipped',
  story: 'alignments up to twice the natural one are taken for natural',
  sources: [
    source('mimalloc #206: an alignment of 16 was taken to need nothing'),
    source('seastar #1940: the class was chosen by the size alone'),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'if (alignment <= ALIGNMENT) return',
    replace: 'if (alignment <= 2 * ALIGNMENT) return',
  },
  caughtBy: ['client/block-aligned'],
  withinRuns: 40,
  shortest: { lines: ['a = memalign 32 1'] },
});
