import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const freedMemoryUnindexed = defineMutant({
  id: 'go/freed-memory-unindexed',
  story: 'the pages of a freed span are not put into the scavenge index',
  sources: [
    goIssue(35788, 'memory that was freed above the scavenger’s cursor was invisible to it'),
    go119('mpagealloc.go', '(*pageAlloc).free: p.scav.index.mark'),
  ],
  patch: {
    file: 'models/go/page-alloc.ts',
    find: 'this.scavengeIndex.mark(chunkIndex(base), chunkIndex(base + npages * PAGE_BYTES - 1));',
    replace: '',
  },
  caughtBy: ['go/scavenge-index-covers-retained-pages'],
  withinRuns: 10,
  shortest: { lines: [] },
});
