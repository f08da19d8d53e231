import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const pageCacheTakesHalf = defineMutant({
  id: 'go/page-cache-takes-half',
  story: 'the bitmap is told of the lower half only of the pages that a page cache takes',
  sources: [go119('mpagecache.go', '(*pageAlloc).allocToCache')],
  patch: {
    file: 'models/go/page-alloc.ts',
    find: 'chunk.allocPages64(i, cache.cacheLo, cache.cacheHi);',
    replace: 'chunk.allocPages64(i, cache.cacheLo, 0);',
  },
  caughtBy: ['go/page-cache-owns-its-pages', 'go/page-bitmap-owned'],
  withinRuns: 100,
  shortest: {
    lines: ['a = malloc 1 noscan'],
    seed: 2,
  },
});
