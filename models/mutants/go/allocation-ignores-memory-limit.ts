import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Only the background scavenger keeps to the limit, and it does not work before the next cycle is swept. */
export const allocationIgnoresMemoryLimit = defineMutant({
  id: 'go/allocation-ignores-memory-limit',
  story: 'an allocation gives nothing back when it takes the heap above the memory limit',
  sources: [go119('mheap.go', 'allocSpan: assist with scavenging to maintain the memory limit')],
  patch: {
    file: 'models/go/scavenge.ts',
    find: 'const bytes = Math.max(overLimit(heap, scav), overGoal(heap, growth));',
    replace: 'const bytes = overGoal(heap, growth);',
  },
  caughtBy: ['go/allocation-keeps-memory-limit'],
  withinRuns: 510,
  shortest: {
    lines: ['a = malloc 262145 noscan', 'free a', 'b = malloc 122881 noscan'],
    heap: 'limit=256KiB',
  },
});
