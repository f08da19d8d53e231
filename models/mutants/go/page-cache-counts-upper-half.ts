import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const pageCacheCountsUpperHalf = defineMutant({
  id: 'go/page-cache-counts-upper-half',
  story:
    'of the pages that a page cache gives, only those in its upper half are told to be scavenged',
  sources: [go119('mpagecache.go', '(*pageCache).alloc: sys.OnesCount64(c.scav & mask)')],
  patch: {
    file: 'models/go/page-cache.ts',
    find: 'this.allocScav = PAGE_BYTES * (popcount32(this.scavLo & lo) + popcount32(this.scavHi & hi));',
    replace: 'this.allocScav = PAGE_BYTES * popcount32(this.scavHi & hi);',
  },
  caughtBy: ['go/counters-not-negative', 'go/given-pages-scavenged-as-told', 'go/span-pages-ready'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
