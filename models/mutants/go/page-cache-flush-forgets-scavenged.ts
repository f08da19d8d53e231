import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const pageCacheFlushForgetsScavenged = defineMutant({
  id: 'go/page-cache-flush-forgets-scavenged',
  story: 'the flush of a page cache gives scavenged pages back as if they were backed',
  sources: [
    go119('mpagecache.go', '(*pageCache).flush'),
    go119('mpagecache_test.go', 'TestPageCacheFlush'),
    goIssue(52682, 'pages whose scavenged bits were cleared were never backed'),
  ],
  patch: [
    {
      file: 'models/go/page-alloc.ts',
      find: 'chunk.scavenged[w] = (chunk.scavenged[w] as number) | cache.scavLo;',
      replace: '',
    },
    {
      file: 'models/go/page-alloc.ts',
      find: 'chunk.scavenged[w + 1] = (chunk.scavenged[w + 1] as number) | cache.scavHi;',
      replace: '',
    },
  ],
  caughtBy: [
    'go/heap-released-counted',
    'go/page-cache-flush-restores-pages',
    'go/retained-pages-ready',
  ],
  withinRuns: 280,
  shortest: {
    lines: ['a = malloc 1 noscan', 'b = malloc 1 noscan on P1', 'procs 1'],
    heap: 'procs=2',
  },
});
