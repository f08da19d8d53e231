import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What the allocation maps itself is left out, so that the heap is above its limit by the last span. */
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
  withinRuns: 2000,
});
