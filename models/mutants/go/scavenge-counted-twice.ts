import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * Whoever gives memory back takes it off mappedReady, and so does the call that it makes. The goal of
 * the memory limit is computed from less memory than there is.
 */
export const scavengeCountedTwice = defineMutant({
  id: 'go/scavenge-counted-twice',
  story: 'memory that is given back is taken off mappedReady twice',
  sources: [
    go119('mem.go', 'sysUnused: gcController.mappedReady'),
    go119('mgcpacer.go', 'memoryLimitHeapGoal'),
  ],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'stats.mappedReady -= bytes;',
    replace: 'stats.mappedReady -= 2 * bytes;',
  },
  caughtBy: ['go/mapped-ready-counted', 'go/objects-within-mapped-memory'],
  withinRuns: 300,
  shortest: { lines: ['freeOSMemory'] },
});
