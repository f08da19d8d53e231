import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The sweep of its span, which is still to come, takes the slot a second time. */
export const slotFreedUnswept = defineMutant({
  id: 'go/slot-freed-unswept',
  story: 'an explicit free does not have the span of its slot swept first',
  sources: [
    source('Go 1.26 runtime/malloc.go, freegc'),
    go119('mgcsweep.go', '(*mspan).ensureSwept'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'slow.run(ensureSwept(this.heap, span));',
    replace: '',
  },
  caughtBy: ['go/reusable-slots-swept'],
  withinRuns: 150,
  shortest: {
    lines: ['a = malloc 16 noscan', 'gc', 'free a'],
    heap: 'gogc=0',
  },
});
