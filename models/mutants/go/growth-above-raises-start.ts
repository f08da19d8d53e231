import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const growthAboveRaisesStart = defineMutant({
  id: 'go/growth-above-raises-start',
  story: 'memory that is added above the heap moves the start of the heap up to its own',
  sources: [
    goIssue(63385, 'a minimum was taken for unset, and growth raised it'),
    go119('mpagealloc.go', '(*pageAlloc).grow'),
  ],
  patch: {
    file: 'models/go/page-alloc.ts',
    find: 'if (this.end === 0 || start < this.start) this.start = start;',
    replace: 'this.start = start;',
  },
  caughtBy: ['go/chunks-inside-bounds'],
  withinRuns: 210,
  shortest: { lines: ['a = malloc 4161537 noscan'] },
});
