import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Once for the span and once for its object; the sweep is paced by less than there is. */
export const largeSpanCountedOutTwice = defineMutant({
  id: 'go/large-span-counted-out-twice',
  story: 'the pages of a large span are taken off pagesInUse twice',
  sources: [
    goIssue(15022, 'pages in use went negative and made the sweep ratio infinite'),
    go119('mheap.go', '(*mheap).freeSpanLocked'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'this.stats.pagesInUse -= npages;',
    replace: 'this.stats.pagesInUse -= span.spanclass < 2 ? 2 * npages : npages;',
  },
  caughtBy: ['go/counters-not-negative', 'go/pages-in-use-counted'],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 32769 noscan'] },
});
