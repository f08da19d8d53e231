import { source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The last freed slot is looked at and not taken off. */
export const reusedSlotStaysListed = defineMutant({
  id: 'go/reused-slot-stays-listed',
  story: 'a freed slot that is handed out again stays on the list of those that wait',
  sources: [
    source('emscripten #8637: the new top was not stored, so the next call got the same address'),
    source('Go 1.26 runtime/malloc.go, nextReusable'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'c.reusable[spanclass]!.pop() as Addr',
    replace: 'c.reusable[spanclass]!.at(-1) as Addr',
  },
  caughtBy: ['go/reusable-slots-unowned', 'go/live-blocks-hold-distinct-slots'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 16 noscan', 'free a', 'b = malloc 16 noscan'] },
});
