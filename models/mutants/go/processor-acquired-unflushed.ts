import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The first processor that runs after a cycle allocates from a span that is still to be swept. */
export const processorAcquiredUnflushed = defineMutant({
  id: 'go/processor-acquired-unflushed',
  story: 'a processor runs without a flush of its mcache',
  sources: [go119('proc.go', 'acquirep: prepareForSweep')],
  patch: { file: 'models/go/go-heap.ts', find: "mcache.prepareForSweep('acquire');", replace: '' },
  caughtBy: ['go/serving-mcache-flushed'],
  withinRuns: 200,
  shortest: {
    lines: ['gcStart', 'mark 1', 'terminate', 'terminate', 'a = malloc 1 noscan'],
    seed: 3,
  },
});
