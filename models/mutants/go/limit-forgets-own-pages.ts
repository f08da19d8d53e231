import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The pages of the allocation itself are not Ready yet when it looks. */
export const limitForgetsOwnPages = defineMutant({
  id: 'go/limit-forgets-own-pages',
  story: 'an allocation keeps to the memory limit as if it did not use memory itself',
  sources: [go119('mheap.go', 'allocSpan: uint64(scav)+inuse > uint64(limit)')],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'return limiter.limiting ? 0 : scav + stats.mappedReady - controller.memoryLimit;',
    replace: 'return limiter.limiting ? 0 : stats.mappedReady - controller.memoryLimit;',
  },
  caughtBy: ['go/allocation-keeps-memory-limit'],
  withinRuns: 880,
  shortest: {
    lines: ['a = malloc 114689 noscan', 'b = realloc a 1281', 'c = malloc 122881 noscan'],
    heap: 'limit=256KiB',
    seed: 3,
  },
});
