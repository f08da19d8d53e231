import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const pagesInUseLoweredTwice = defineMutant({
  id: 'go/pages-in-use-lowered-twice',
  story: 'a span that is freed is taken off pagesInUse twice',
  sources: [
    goIssue(15022, 'pages in use went below 0 and made the sweep ratio infinite'),
    go119('mheap.go', '(*mheap).freeSpanLocked'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'this.stats.pagesInUse -= npages;',
    replace: 'this.stats.pagesInUse -= 2 * npages;',
  },
  caughtBy: ['go/counters-not-negative', 'go/pages-in-use-counted'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
