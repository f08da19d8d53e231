import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const usedEndFollowsTop = defineMutant({
  id: 'malloc/used-end-follows-top',
  story: 'memory that comes back to the top is taken for fresh',
  sources: [
    source('dlmalloc 2.8.6, calloc_must_clear'),
    source('jemalloc ChangeLog 3.3.1: merging lost whether memory was zeroed'),
  ],
  patch: {
    file: 'models/malloc/arena.ts',
    find: 'Math.max(this.usedEnd, top + HEADER)',
    replace: 'top + HEADER',
  },
  caughtBy: ['client/zeroed-when-asked'],
  withinRuns: 50,
  shortest: { lines: ['a = malloc 1', 'free a', 'b = calloc 1 1'] },
});
