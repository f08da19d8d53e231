import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What the collection found dead is given back when somebody sweeps it, or not at all. */
export const freeAllBeforeSweep = defineMutant({
  id: 'go/free-all-before-sweep',
  story:
    'all free memory is given back before the collection is swept, so that most of it is not free yet',
  sources: [go119('mheap.go', 'runtime_debug_freeOSMemory'), go119('mgc.go', 'GC: sweepone')],
  patch: { file: 'models/go/go-heap.ts', find: '    this.finishSweep();', replace: '' },
  caughtBy: ['go/free-all-leaves-nothing'],
  withinRuns: 150,
  shortest: { lines: ['freeOSMemory'] },
});
