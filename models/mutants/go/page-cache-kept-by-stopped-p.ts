import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Up to 64 pages leak with every change of GOMAXPROCS. */
export const pageCacheKeptByStoppedP = defineMutant({
  id: 'go/page-cache-kept-by-stopped-p',
  story: 'a stopped processor keeps its page cache',
  sources: [
    go119('proc.go', '(*p).destroy: pcache.flush'),
    go119('malloc_test.go', 'TestPageCacheLeak'),
  ],
  patch: { file: 'models/go/go-heap.ts', find: 'if (pcache.empty()) return;', replace: 'return;' },
  caughtBy: [
    'go/heap-released-counted',
    'go/page-bitmap-owned',
    'runtime/stopped-processor-left-nothing',
  ],
  withinRuns: 500,
  shortest: {
    lines: ['a = malloc 1 noscan', 'b = malloc 1 noscan on P1', 'procs 1'],
    heap: 'procs=2',
  },
});
