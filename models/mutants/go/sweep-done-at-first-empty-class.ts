import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** What waits in the classes behind it is lost when the next cycle empties the sets. */
export const sweepDoneAtFirstEmptyClass = defineMutant({
  id: 'go/sweep-done-at-first-empty-class',
  story: 'the sweeper takes the first class without an unswept span for the end',
  sources: [go119('mgcsweep.go', '(*mheap).nextSpanForSweep')],
  patch: {
    file: 'models/go/sweep.ts',
    find: 'if (span !== undefined) return span;',
    replace: 'return span;',
  },
  caughtBy: [
    'go/heap-live-covers-objects',
    'go/marks-between-must-and-may',
    'go/nothing-unswept-while-marking',
    'go/page-mark-where-marked',
    'go/pages-free-when-all-is-collected',
    'go/sweepgen-in-protocol',
    'go/unswept-sets-settled-when-swept',
  ],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
