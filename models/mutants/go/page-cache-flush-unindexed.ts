import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Pages of a stopped processor stay backed until something else is freed in their chunk. */
export const pageCacheFlushUnindexed = defineMutant({
  id: 'go/page-cache-flush-unindexed',
  story: 'the flush of a page cache does not tell the scavenger of the pages that it gives back',
  sources: [go119('mpagecache.go', '(*pageCache).flush, mended in Go 1.21')],
  quirkOf: 'go1.19',
  patch: {
    file: 'models/go/page-alloc.ts',
    find: 'this.scavengeIndex.mark(chunk.index, chunk.index);',
    replace: '',
  },
  caughtBy: ['go/scavenge-index-covers-retained-pages'],
  withinRuns: 4000,
  shortest: {
    lines: [
      'a = malloc 32769 noscan',
      'b = realloc a 1',
      'c = malloc 1 noscan on P1',
      'scavenge 1',
      'procs 1',
    ],
    heap: 'procs=2',
  },
});
