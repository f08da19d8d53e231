import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Another sweeper may still take the span for one that needs sweeping. */
export const spanFreedBehind = defineMutant({
  id: 'go/span-freed-behind',
  story: 'a span without marks goes back to the page heap before its sweepgen is raised',
  sources: [
    go119('mheap.go', 'freeSpanLocked: invalid free'),
    go119('mgcsweep.go', 'sweep: the serialization point'),
  ],
  patch: [
    {
      file: 'models/go/sweep.ts',
      find: 'span.sweepgen = heap.sweepgen;',
      replace: 'if (nalloc > 0 || preserve) span.sweepgen = heap.sweepgen;',
    },
    { file: 'models/go/mheap.ts', find: ' || span.sweepgen !== this.sweepgen)', replace: ')' },
  ],
  caughtBy: ['go/freed-spans-empty-and-swept'],
  withinRuns: 100,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
