import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const hintWithoutAlignment = defineMutant({
  id: 'tcmalloc/hint-without-alignment',
  story: 'a free that is told size and alignment goes by the size alone',
  sources: [source('mimalloc PR #1401: a sized aligned free took the page kind of the size')],
  patch: {
    file: 'models/tcmalloc/tcmalloc.ts',
    find: 'alignment === 0 ? size : alignedSize(size, alignment);',
    replace: 'size;',
  },
  caughtBy: [
    'tcmalloc/size-hint-coherent',
    'tcmalloc/list-members-belong',
    'tcmalloc/objects-conserved',
  ],
  withinRuns: 630,
  shortest: {
    lines: ['a = memalign 128 1', 'b = memalign 128 1', 'free b via free_aligned_sized'],
  },
});
