import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { cacheFlushes } from '../../quantifiers/page-log.ts';
import type { CacheFlush } from '../../views/page-log.ts';
import { go119 } from '../../sources.ts';

export const pageCacheFlushRestoresPages = defineInvariant({
  id: 'go/page-cache-flush-restores-pages',
  holds:
    'a page cache that is flushed has no pages left, and those that it had are free, as many of them scavenged as before',
  because:
    'a stopped processor takes pages along, or memory that was given back is handed out as if it were there',
  sources: [
    go119('mpagecache.go', '(*pageCache).flush'),
    go119('mpagecache_test.go', 'TestPageCacheFlush'),
  ],
  when: 'always',
  cost: 'O(1); the log looked at each page',
  every: cacheFlushes,
  check({ p, base, npages, scavenged, freeNow, scavengedNow, isEmpty }) {
    const at = `P${p}, pages at ${hex(base)}`;
    if (!isEmpty) return { at, expected: 'an empty page cache', actual: 'one with pages' };
    if (freeNow >= npages && scavengedNow >= scavenged) return undefined;
    const expected = `${npages} free, ${scavenged} of them scavenged`;
    return { at, expected, actual: `${freeNow} free, ${scavengedNow} scavenged` };
  },
  examples: {
    holds: [goView(), flushed({}), flushed({ freeNow: 64, scavengedNow: 60 })],
    violates: [flushed({ isEmpty: false }), flushed({ freeNow: 4 }), flushed({ scavengedNow: 1 })],
  },
});

/** A heap whose page cache gave five pages back, two of them scavenged. */
function flushed(over: Partial<CacheFlush>) {
  const flush = { p: 0, base: addrOf(64), npages: 5, scavenged: 2, isEmpty: true };
  return altered(goView(), ({ goTouched: { pageLog } }) => {
    pageLog.flushes.push({ ...flush, freeNow: 5, scavengedNow: 2, ...over });
  });
}
