import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * The more processors, the sooner the collector is held back, although it has its quarter of each.
 */
export const limiterBucketOfOneProc = defineMutant({
  id: 'go/limiter-bucket-of-one-proc',
  story: 'the capacity of the limiter does not grow with the processors',
  sources: [go119('mgclimit.go', 'resetCapacity')],
  patch: {
    file: 'models/go/gc-limiter.ts',
    find: 'this.capacity = nprocs * LIMITER_CAPACITY_PER_PROC;',
    replace: 'this.capacity = LIMITER_CAPACITY_PER_PROC;',
  },
  caughtBy: ['go/limiter-bucket-within-capacity'],
  withinRuns: 20,
  shortest: {
    lines: [],
    heap: 'procs=2',
  },
});
