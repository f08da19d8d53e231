import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The scavenger leaves backed what it takes for heap in use. */
export const stacksCountedAsHeap = defineMutant({
  id: 'go/stacks-counted-as-heap',
  story: 'spans of stacks and work buffers are counted in heapInUse',
  sources: [
    go119('mheap.go', '(*mheap).allocSpan: stacks_inuse'),
    go119('mstats.go', 'readmemstats_m'),
  ],
  patch: [
    {
      file: 'models/go/mheap.ts',
      find: 'this.stats.manualInUse += npages * PAGE_BYTES;',
      replace: 'this.stats.heapInUse += npages * PAGE_BYTES;',
    },
    {
      file: 'models/go/mheap.ts',
      find: 'this.stats.manualInUse -= span.npages * PAGE_BYTES;',
      replace: 'this.stats.heapInUse -= span.npages * PAGE_BYTES;',
    },
  ],
  caughtBy: ['go/heap-in-use-counted'],
  withinRuns: 30,
  shortest: { lines: ['gc'] },
});
