import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const pageCacheHandsOutTwice = defineMutant({
  id: 'go/page-cache-hands-out-twice',
  story: 'pages that a page cache hands out stay in it',
  sources: [
    go119('mpagecache.go', '(*pageCache).alloc: c.cache &^= mask'),
    source('emscripten #8637: the next call returned the same address'),
  ],
  patch: { file: 'models/go/page-cache.ts', find: 'this.cacheLo &= ~lo;', replace: '' },
  caughtBy: ['go/page-bitmap-owned', 'go/page-cache-owns-its-pages', 'go/spans-disjoint'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
