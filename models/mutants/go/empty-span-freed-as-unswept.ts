import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Where it is in an unswept set still, the sweeper finds a span there that it can tell nothing of. */
export const emptySpanFreedAsUnswept = defineMutant({
  id: 'go/empty-span-freed-as-unswept',
  story: 'a span without marks goes back to the page heap without being said to be swept',
  sources: [
    goIssue(27997, 'a span that was not in use was in the unswept list'),
    go119('mgcsweep.go', 'sweepone: non in-use span in unswept list'),
  ],
  patch: [
    {
      file: 'models/go/sweep.ts',
      find: 'span.sweepgen = heap.sweepgen;',
      replace: 'if (nalloc > 0) span.sweepgen = heap.sweepgen;',
    },
    {
      file: 'models/go/mheap.ts',
      find: 'if (span.allocCount !== 0 || span.sweepgen !== this.sweepgen)',
      replace: 'if (span.allocCount !== 0)',
    },
  ],
  caughtBy: ['go/freed-spans-empty-and-swept', 'go/unswept-set-entries-of-this-cycle'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
