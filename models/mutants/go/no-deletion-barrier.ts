import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A pointer moves from the heap to a stack that was scanned already, and nobody sees it again. */
export const noDeletionBarrier = defineMutant({
  id: 'go/no-deletion-barrier',
  story: 'a store does not shade the pointer that it replaces',
  sources: [
    go119('mbarrier.go', 'writebarrierptr'),
    goIssue(30871, 'the deletion half of the barrier was wrong on one port'),
  ],
  patch: {
    file: 'models/go/write-barrier.ts',
    find: 'buf.push(old);',
    replace: 'buf.push(0);',
  },
  caughtBy: [
    'go/checkmark-finds-all-marked',
    'go/live-blocks-survive-cycles',
    'go/marked-slots-allocated',
    'go/marks-between-must-and-may',
    'go/white-targets-protected',
  ],
  withinRuns: 1640,
  shortest: {
    lines: [
      'a = malloc 8',
      'b = malloc 16 noscan',
      'a[0] -> b',
      'drop b',
      'gcStart',
      'mark 1',
      'root a[0]',
      'a[0] -> nil',
      'gc',
    ],
  },
});
