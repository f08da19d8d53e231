import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Pages taken from a page cache take the one behind them along: no span and no cache has it. */
export const pageCacheLosesPages = defineMutant({
  id: 'go/page-cache-loses-pages',
  story: 'an allocation from a page cache takes one page more than it hands out',
  sources: [go119('mpagecache.go', '(*pageCache).alloc')],
  patch: {
    file: 'models/go/page-cache.ts',
    find: 'const lo = ones(i, i + npages);',
    replace: 'const lo = ones(i, i + npages + 1);',
  },
  caughtBy: ['go/page-bitmap-owned', 'go/os-backs-what-is-counted'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
