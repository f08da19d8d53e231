import { clearBit, setBit } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { addrOf, cachePages } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { pageCaches } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_BYTES, PAGE_BYTES } from '../../views/go.ts';

const cached = altered(goView({ procs: 2 }), (parts) => cachePages(parts, 448, 0b110, 1, 1));

export const pageCacheOwnsItsPages = defineInvariant({
  id: 'go/page-cache-owns-its-pages',
  holds: 'a page of a page cache is allocated in its chunk, and not scavenged there',
  because: 'the page allocator would hand it out too; what is scavenged of it, the cache knows',
  sources: [go119('mpagecache.go', '(*pageAlloc).allocToCache')],
  when: 'always',
  cost: 'O(1)',
  every: pageCaches,
  check(p, { go }) {
    const { base, cacheLo, cacheHi } = go.procs[p]!.pcache;
    if (cacheLo === 0 && cacheHi === 0) return undefined;
    const chunk = go.pages.chunkAt(Math.floor(base / CHUNK_BYTES));
    if (chunk === undefined)
      return { at: `P${p}`, expected: 'mapped pages', actual: `pages at ${hex(base)}` };
    const w = ((base % CHUNK_BYTES) / PAGE_BYTES) >>> 5;
    const free = (~chunk.alloc[w]! & cacheLo) | (~chunk.alloc[w + 1]! & cacheHi);
    const scavenged = (chunk.scavenged[w]! & cacheLo) | (chunk.scavenged[w + 1]! & cacheHi);
    if (free === 0 && scavenged === 0) return undefined;
    const actual = free === 0 ? 'one that is scavenged' : 'one that is free';
    return { at: `P${p}, pages at ${hex(base)}`, expected: 'allocated pages', actual };
  },
  examples: {
    holds: [goView(), cached],
    violates: [
      altered(cached, ({ go }) => clearBit(go.pages.chunks[0]!.alloc, 449)),
      altered(cached, ({ go }) => clearBit(go.pages.chunks[0]!.alloc, 480)),
      altered(cached, ({ go }) => setBit(go.pages.chunks[0]!.scavenged, 450)),
      altered(cached, ({ go }) => (go.procs[1]!.pcache.base = addrOf(512))),
    ],
  },
});
