import { ctz32 } from '../../../src/base/bits.ts';
import { hex } from '../../../src/base/units.ts';
import { altered, goView } from '../../fixtures/go.ts';
import { cachePages } from '../../fixtures/pages.ts';
import { defineInvariant } from '../../invariant.ts';
import { mappedChunks } from '../../quantifiers/go-pages.ts';
import { go119 } from '../../sources.ts';
import { CHUNK_WORDS, cachedWord, pageAddr } from '../../views/chunk-pages.ts';

const two = altered(goView({ procs: 2 }), (parts) => cachePages(parts, 64, 0b0011, 1));

/** Pages of the caches looked at so far: written anew for every chunk. */
const cached = new Int32Array(CHUNK_WORDS);

export const pageCachesDisjoint = defineInvariant({
  id: 'go/page-caches-disjoint',
  holds: 'no page is in the page caches of two processors',
  because: 'both hand it out, without a look at the bitmap that would have told them',
  implies: ['go/page-bitmap-owned'],
  sources: [go119('mpagecache.go', '(*pageAlloc).allocToCache')],
  when: 'always',
  cost: 'O(processors)',
  every: mappedChunks,
  check(chunk, { go: { procs } }) {
    if (procs.length < 2) return undefined;
    cached.fill(0);
    for (let p = 0; p < procs.length; p += 1) {
      const { base, cacheLo, cacheHi } = procs[p]!.pcache;
      const w = cachedWord(chunk, base);
      if (w < 0) continue;
      const twiceLo = cached[w]! & cacheLo;
      const twiceHi = cached[w + 1]! & cacheHi;
      if (twiceLo !== 0 || twiceHi !== 0) {
        const page = twiceLo !== 0 ? ctz32(twiceLo) : 32 + ctz32(twiceHi);
        const at = hex(pageAddr(chunk, w * 32 + page));
        return {
          at,
          expected: 'one page cache that owns it',
          actual: `that of P${p} and another one`,
        };
      }
      cached[w] = cached[w]! | cacheLo;
      cached[w + 1] = cached[w + 1]! | cacheHi;
    }
    return undefined;
  },
  examples: {
    holds: [
      goView(),
      two,
      altered(two, (parts) => cachePages(parts, 128, 0b0011, 1, 1)),
      altered(two, (parts) => cachePages(parts, 64, 0b1100, 2, 1)),
    ],
    violates: [
      altered(two, (parts) => cachePages(parts, 64, 0b0110, 0, 1)),
      altered(two, (parts) => cachePages(parts, 64, 0b1100, 1, 1)),
    ],
  },
});
