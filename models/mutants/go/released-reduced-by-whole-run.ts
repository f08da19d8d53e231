import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * An allocation takes all its pages off the released ones, though only some of them had been
 * released.
 */
export const releasedReducedByWholeRun = defineMutant({
  id: 'go/released-reduced-by-whole-run',
  story: 'a partly released run of pages is taken off the released bytes as a whole',
  sources: [
    goIssue(36603, 'a whole allocation was recommitted although only part of it was released'),
    go119('mheap.go', 'allocSpan'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'this.stats.heapReleased -= scav;',
    replace: 'this.stats.heapReleased -= bytes;',
  },
  caughtBy: ['go/heap-pages-conserved', 'go/heap-released-counted', 'go/os-backs-what-is-counted'],
  withinRuns: 150,
  shortest: { lines: ['a = malloc 32769 noscan', 'free a', 'b = malloc 1281 noscan'] },
});
