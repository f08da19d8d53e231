import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const reallocCopiesTooLittle = defineMutant({
  id: 'malloc/realloc-copies-too-little',
  story: 'realloc takes the size of the old block to be less than it is by a tag',
  sources: [
    source('tinygo PR #5558: the old size was computed wrongly, and growing lost data'),
    source('rpmalloc PR #112: the same of large blocks'),
  ],
  patch: {
    file: 'models/malloc/heap.ts',
    find: 'Math.min(this.usableSize(addr), size)',
    replace: 'Math.min(this.usableSize(addr) - OVERHEAD, size)',
  },
  caughtBy: ['client/contents-kept'],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 17', 'b = realloc a 131065'] },
});
