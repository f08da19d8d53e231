import { derived } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const freedSlotStaysListed = defineMutant({
  id: 'go/freed-slot-stays-listed',
  story: 'a freed slot stays on the list when it is handed out again',
  sources: [derived('a list of free slots: what is handed out leaves it')],
  patch: {
    file: 'models/go/go-heap.ts',
    find: '    const addr = c.reusable[spanclass]!.pop() as Addr;',
    replace: '    const addr = c.reusable[spanclass]!.at(-1) as Addr;',
  },
  caughtBy: ['go/reusable-slots-unowned', 'go/live-blocks-hold-distinct-slots'],
  withinRuns: 100,
  shortest: { lines: [] },
});
