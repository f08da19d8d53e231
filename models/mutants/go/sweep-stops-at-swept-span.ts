import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * A span that was swept out of turn leaves a stale entry, which sweepone takes for the end of its
 * list.
 */
export const sweepStopsAtSweptSpan = defineMutant({
  id: 'go/sweep-stops-at-swept-span',
  story: 'sweeping ends at the first span that was swept already, although unswept ones follow',
  sources: [
    goIssue(21378, 'reclaim stops at the first swept span, so the heap grows while garbage waits'),
    go119('mgcsweep.go', 'sweepone'),
  ],
  patch: {
    file: 'models/go/sweep.ts',
    find: 'if (!heap.acquireForSweep(span)) continue;',
    replace: 'if (!heap.acquireForSweep(span)) break;',
  },
  caughtBy: [
    'go/heap-live-covers-objects',
    'go/marks-between-must-and-may',
    'go/nothing-unswept-while-marking',
    'go/page-mark-where-marked',
    'go/pages-free-when-all-is-collected',
    'go/sweepgen-in-protocol',
  ],
  withinRuns: 120,
  shortest: {
    lines: ['a = malloc 1 noscan', 'b = malloc 17 noscan', 'gc', 'free a', 'gc'],
    heap: 'gogc=0',
    seed: 4,
  },
});
