import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { cachePages } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageCaches } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';

const cached = altered(goView(), (parts) => cachePages(parts, 64, 0b110, 1));

export const pageCacheScavSubset = defineInvariant({
  id: 'go/page-cache-scav-subset',
  holds: 'a page that a page cache knows as scavenged is one that it owns',
  because: 'a flush would mark a page as returned that somebody else uses',
  implies: ['go/heap-released-counted'],
  sources: [go119('mpagecache.go', 'pageCache.scav')],
  when: 'always',
  cost: 'O(1)',
  every: pageCaches,
  check(p, { go }) {
    const { cacheLo, cacheHi, scavLo, scavHi } = go.procs[p]!.pcache;
    if ((scavLo & ~cacheLo) === 0 && (scavHi & ~cacheHi) === 0) return undefined;
    const bits = (hi: number, lo: number): string => `${hex(hi >>> 0)}:${hex(lo >>> 0)}`;
    return {
      at: `P${p}`,
      expected: `bits of ${bits(cacheHi, cacheLo)}`,
      actual: bits(scavHi, scavLo),
    };
  },
  examples: {
    holds: [goView(), cached, altered(cached, ({ go }) => (go.procs[0]!.pcache.scavLo = 0b100))],
    violates: [
      altered(cached, ({ go }) => (go.procs[0]!.pcache.scavLo = 0b111)),
      altered(cached, ({ go }) => (go.procs[0]!.pcache.cacheHi = 0)),
    ],
  },
});
