import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A pointer moves from a stack that was not scanned yet into an object that was born black. */
export const noInsertionBarrier = defineMutant({
  id: 'go/no-insertion-barrier',
  story: 'a store does not shade the pointer that it stores',
  sources: [
    go119('mbarrier.go', 'writebarrierptr'),
    goIssue(21297, 'a new way to assign into maps stored a pointer without a barrier'),
  ],
  patch: {
    file: 'models/go/write-barrier.ts',
    find: 'buf.push(value);',
    replace: 'buf.push(0);',
  },
  caughtBy: [
    'go/checkmark-finds-all-marked',
    'go/live-blocks-survive-cycles',
    'go/marked-slots-allocated',
    'go/marks-between-must-and-may',
    'go/white-targets-protected',
  ],
  withinRuns: 700,
  shortest: {
    lines: ['a = malloc 16 noscan', 'b = malloc 8', 'b[0] -> a', 'drop a'],
    heap: 'gogc=0',
    seed: 3,
  },
});
