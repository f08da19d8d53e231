import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const reallocCopiesOnlyUpwards = defineMutant({
  id: 'malloc/realloc-copies-only-upwards',
  story: 'realloc copies nothing where the new block lies below the old one',
  sources: [
    source(
      'tree-sitter PR #5276: a block resized by malloc, which took one off the free list, and nothing was copied',
    ),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: '    copyBytes(this.system, addr, moved,',
    replace: '    if (moved > addr) copyBytes(this.system, addr, moved,',
  },
  caughtBy: ['client/contents-kept'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 131065', 'b = realloc a 4'] },
});
