import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * After filling a page cache searchAddr is one past the chunk: above free pages, perhaps above all
 * that is mapped.
 */
export const searchAddrPastChunk = defineMutant({
  id: 'go/search-addr-past-chunk',
  story: 'filling a page cache moves the search address to the end of the chunk, mapped or not',
  sources: [
    goIssue(38605, 'filling a page cache moved searchAddr outside of any range in use'),
    go119('mpagecache.go', 'allocToCache'),
  ],
  patch: {
    file: 'models/go/page-alloc.ts',
    find: 'this.searchAddr = cache.base + CACHE_BYTES - PAGE_BYTES;',
    replace: 'this.searchAddr = chunk.base + CHUNK_BYTES;',
  },
  caughtBy: ['go/search-addr-mapped', 'go/nothing-free-below-search-addr'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 17 noscan'] },
});
