import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf, cachePages } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageCaches } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { PAGE_BYTES, PAGE_CACHE_PAGES } from '../../views/go.ts';

const CACHE_BYTES = PAGE_CACHE_PAGES * PAGE_BYTES;

export const pageCacheAligned = defineInvariant({
  id: 'go/page-cache-aligned',
  holds: 'a page cache starts at a multiple of 64 pages',
  because:
    'its 64 bits are one word of a chunk’s bitmap: shifted, they are the bits of other pages',
  implies: ['go/page-bitmap-owned', 'go/page-cache-owns-its-pages'],
  sources: [go119('mpagecache.go', 'pageCache.base: base address of the chunk, 64-page aligned')],
  when: 'always',
  cost: 'O(1)',
  every: pageCaches,
  check(p, { go }) {
    const { base } = go.procs[p]!.pcache;
    if (base % CACHE_BYTES === 0) return undefined;
    return { at: `P${p}`, expected: `a multiple of ${hex(CACHE_BYTES)}`, actual: hex(base) };
  },
  examples: {
    holds: [goView(), altered(goView(), (parts) => cachePages(parts, 448, -1, -1))],
    violates: [altered(goView(), ({ go }) => (go.procs[0]!.pcache.base = addrOf(32)))],
  },
});
