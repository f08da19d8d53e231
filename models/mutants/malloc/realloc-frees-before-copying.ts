import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const reallocFreesBeforeCopying = defineMutant({
  id: 'malloc/realloc-frees-before-copying',
  story: 'realloc frees the old block first and copies from it then',
  sources: [
    source('AssemblyScript PR #1060: what was known of the old block was stale when it was moved'),
  ],
  patch: [
    {
      file: 'models/malloc/heap.ts',
      find: '    const moved = this.malloc(size);',
      replace: '    const moved = this.malloc(size); if (moved !== 0) this.free(addr);',
    },
    { file: 'models/malloc/heap.ts', find: '    this.free(addr);', replace: '' },
  ],
  caughtBy: ['client/contents-kept'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 131065', 'b = realloc a 4'] },
});
