import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const pageCacheSharedByCopy = defineMutant({
  id: 'go/page-cache-shared-by-copy',
  story: 'a processor without pages takes over those of P0, which keeps them',
  sources: [
    go119('mpagecache.go', 'pageCache: a per-p cache of pages'),
    source(
      'jemalloc ChangeLog 2.0.0: a run was taken over and left on the list of its former owner',
    ),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'this.pages.allocToCache(pcache);',
    replace:
      'if (this.p > 0 && !this.pcaches[0]!.empty()) Object.assign(pcache, this.pcaches[0]);\n        else this.pages.allocToCache(pcache);',
  },
  caughtBy: ['go/page-bitmap-owned', 'go/page-caches-disjoint'],
  withinRuns: 70,
  shortest: {
    lines: ['a = malloc 17 noscan', 'gc', 'b = malloc 1 noscan on P1'],
    heap: 'procs=2',
  },
});
