import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { cachePicks } from '../../quantifiers/page-log.ts';
import { go119 } from '../../sources.ts';

export const pageCacheFirstFit = defineInvariant({
  id: 'go/page-cache-first-fit',
  holds: 'a page cache gives the lowest run of its pages that is long enough',
  because:
    'its long runs are broken up, and requests that it could serve go to the heap and its lock',
  sources: [
    go119('mpagecache.go', '(*pageCache).alloc: findBitRange64'),
    go119('mpagecache_test.go', 'TestPageCacheAlloc'),
  ],
  when: 'always',
  cost: 'O(1); the log looked at each page',
  every: cachePicks,
  check({ p, base, npages, lowest }) {
    if (base === lowest) return undefined;
    const expected = lowest < 0 ? 'none: it has no such run' : hex(lowest);
    return { at: `${npages} pages of P${p}`, expected, actual: hex(base) };
  },
  examples: {
    holds: [goView(), picked(3, addrOf(3))],
    violates: [picked(5, addrOf(3)), picked(3, -1)],
  },
});

/** A heap of whose page cache two pages were taken, where they might have been at `lowest`. */
function picked(page: number, lowest: number) {
  return altered(goView(), ({ goTouched: { pageLog } }) => {
    pageLog.picks.push({ p: 0, base: addrOf(page), npages: 2, lowest });
  });
}
