import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Searches end there: free pages above are never found again. */
export const growthBelowLowersEnd = defineMutant({
  id: 'go/growth-below-lowers-end',
  story: 'memory that is added below the heap moves the end of the heap down to its own',
  sources: [
    goIssue(20259, 'a reservation below the heap lowered the end of what was used'),
    go119('mpagealloc.go', '(*pageAlloc).grow'),
  ],
  patch: {
    file: 'models/go/page-alloc.ts',
    find: 'if (end > this.end) this.end = end;',
    replace: 'this.end = end;',
  },
  caughtBy: ['go/chunks-inside-bounds'],
  withinRuns: 350,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 4194305 noscan'] },
});
