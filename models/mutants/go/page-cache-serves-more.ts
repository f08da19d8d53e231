import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Requests of 16 to 31 pages come from the page cache too, and what is left of it stays there. */
export const pageCacheServesMore = defineMutant({
  id: 'go/page-cache-serves-more',
  story: 'the page cache serves runs of twice as many pages as in Go',
  sources: [
    source('glibc BZ 30723: remainders went to a cache where they could not merge'),
    go119('mheap.go', '(*mheap).allocSpan: npages < pageCachePages/4'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'npages < PAGE_CACHE_PAGES / 4 &&',
    replace: 'npages < PAGE_CACHE_PAGES / 2 &&',
  },
  equivalent:
    'which free pages serve a request is policy: cached pages are free, counted and given back with their processor all the same, and nobody promises how far the heap grows',
});
