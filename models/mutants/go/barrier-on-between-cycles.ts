import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What it noted is marked in the next cycle, when it may be free. */
export const barrierOnBetweenCycles = defineMutant({
  id: 'go/barrier-on-between-cycles',
  story: 'a store goes through the write barrier while no cycle marks, too',
  sources: [
    source('AssemblyScript PR #2285 (for #2178): an object was greyed while the collector swept'),
    go119('mbarrier.go', 'writeBarrier.enabled'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'if (this.heap.gcphase !== GC_OFF) this.steps.beforeStore(slot, value);',
    replace: 'this.steps.beforeStore(slot, value);',
  },
  caughtBy: ['go/marks-between-must-and-may', 'go/work-gone-when-marking-ends'],
  withinRuns: 40,
  shortest: {
    lines: ['a = malloc 8', 'a[0] -> nil'],
    seed: 2,
  },
});
