import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * New memory is counted before the operating system is asked for it, and stays counted when it
 * refuses.
 */
export const refusedMapCounted = defineMutant({
  id: 'go/refused-map-counted',
  story: 'memory is counted before sysMap is asked for it, and a refusal does not undo that',
  sources: [
    source(
      'mimalloc #336: the commit bitmap was claimed before the commit, and kept when that failed',
    ),
    go119('mheap.go', 'grow'),
  ],
  patch: [
    { file: 'models/go/mheap.ts', find: 'this.stats.heapReleased += bytes;', replace: '' },
    {
      file: 'models/go/mheap.ts',
      find: 'if (!this.os.sysMap(base, bytes)) return false;',
      replace: `this.stats.heapReleased += bytes;
    if (!this.os.sysMap(base, bytes)) return false;`,
    },
  ],
  caughtBy: ['go/heap-pages-conserved', 'go/heap-released-counted', 'go/os-backs-what-is-counted'],
  withinRuns: 600,
  shortest: { lines: ['fault map#1 refuse'] },
});
