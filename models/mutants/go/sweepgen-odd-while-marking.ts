import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** As a counter of phases would be. The distance of a span from it means something else while a cycle marks. */
export const sweepgenOddWhileMarking = defineMutant({
  id: 'go/sweepgen-odd-while-marking',
  story: 'the sweepgen is raised by one when a cycle begins and by one when it ends',
  sources: [go119('mheap.go', 'mheap.sweepgen'), go119('mgc.go', 'gcSweep')],
  patch: [
    {
      file: 'models/go/mgc.ts',
      find: '    heap.gcphase = GC_MARK;',
      replace: '    heap.gcphase = GC_MARK; heap.sweepgen += 1;',
    },
    { file: 'models/go/mgc.ts', find: 'heap.sweepgen += 2;', replace: 'heap.sweepgen += 1;' },
  ],
  caughtBy: [
    'go/heap-sweepgen-even',
    'go/nothing-unswept-while-marking',
    'go/sweepgen-counts-cycles',
  ],
  withinRuns: 30,
  shortest: {
    lines: ['a = malloc 1 noscan'],
    heap: 'gogc=0',
    seed: 6,
  },
});
