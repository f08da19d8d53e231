import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const largeAlignmentOfAPage = defineMutant({
  id: 'malloc/large-alignment-of-a-page',
  story: 'large blocks are aligned to a page, whatever was asked for',
  sources: [source('rpmalloc #345: alignment at the size of a span')],
  patch: { file: 'models/malloc/heap.ts', find: 'Math.max(alignment, PAGE)', replace: 'PAGE' },
  caughtBy: ['client/block-aligned'],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 131065', 'b = memalign 2097152 1'] },
});
