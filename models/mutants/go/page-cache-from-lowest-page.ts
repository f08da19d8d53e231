import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Its bits are those of other pages. */
export const pageCacheFromLowestPage = defineMutant({
  id: 'go/page-cache-from-lowest-page',
  story: 'a page cache begins at the lowest free page instead of at the block of 64 around it',
  sources: [go119('mpagecache.go', '(*pageAlloc).allocToCache: alignDown')],
  patch: {
    file: 'models/go/page-alloc.ts',
    find: 'cache.base = Math.floor(lowest / CACHE_BYTES) * CACHE_BYTES;',
    replace: 'cache.base = lowest;',
  },
  caughtBy: ['go/page-bitmap-owned', 'go/page-cache-aligned'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
