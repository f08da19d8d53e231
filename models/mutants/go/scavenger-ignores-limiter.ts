import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A heap too small for its program gives back at every allocation what it needs at the next. */
export const scavengerIgnoresLimiter = defineMutant({
  id: 'go/scavenger-ignores-limiter',
  story:
    'allocations give memory back for the memory limit while the limiter holds the collector back',
  sources: [go119('mheap.go', 'allocSpan: !gcCPULimiter.limiting()')],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'return limiter.limiting ? 0 : scav + stats.mappedReady - controller.memoryLimit;',
    replace: 'return scav + stats.mappedReady - controller.memoryLimit;',
  },
  caughtBy: ['go/limiter-stops-scavenging'],
  withinRuns: 3000,
  shortest: {
    lines: [
      'a = malloc 32769 noscan',
      'b = realloc a 475137',
      'wait 4000',
      'c = malloc 122881 noscan',
    ],
    heap: 'limit=256KiB',
  },
});
