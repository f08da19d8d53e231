import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** As an address in a signed word of 32 bits. */
export const highPagesUncached = defineMutant({
  id: 'go/high-pages-uncached',
  story:
    'an address of 2 GiB or more is taken for a negative one, and the page cache is not filled from there',
  sources: [go119('mpagecache.go', '(*pageAlloc).allocToCache')],
  patch: {
    file: 'models/go/mheap.ts',
    find: '      if (pcache.empty()) {',
    replace: '      if (pcache.empty() && (this.pages.searchAddr | 0) >= 0) {',
  },
  caughtBy: ['relation/placement-shifts-addresses'],
  withinRuns: 660,
  shortest: { lines: ['a = malloc 1499137 noscan', 'b = malloc 16385 noscan'] },
});
