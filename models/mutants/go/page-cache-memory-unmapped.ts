import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * Memory that was given back is Ready again once it is handed out, through a page cache too.
 */
export const pageCacheMemoryUnmapped = defineMutant({
  id: 'go/page-cache-memory-unmapped',
  story: 'memory that comes from a page cache is not counted as Ready',
  sources: [go119('mheap.go', '(*mheap).allocSpan: sysUsed'), go119('mem.go', 'sysUsed')],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'this.stats.mappedReady += scav;',
    replace: 'if (npages >= PAGE_CACHE_PAGES / 4) this.stats.mappedReady += scav;',
  },
  caughtBy: ['go/mapped-ready-counted'],
  withinRuns: 20,
  shortest: { lines: [] },
});
