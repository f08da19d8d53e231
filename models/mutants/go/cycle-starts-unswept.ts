import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Old marks pass for new ones. */
export const cycleStartsUnswept = defineMutant({
  id: 'go/cycle-starts-unswept',
  story: 'a cycle begins without sweeping what the last one left',
  sources: [go119('mgcsweep.go', 'finishsweep_m'), go119('mgc.go', 'gcStart')],
  patch: { file: 'models/go/mgc.ts', find: 'finishsweep(heap);', replace: '' },
  caughtBy: [
    'go/heap-live-covers-objects',
    'go/marks-between-must-and-may',
    'go/page-mark-where-marked',
    'go/pages-free-when-all-is-collected',
    'go/sweepgen-in-protocol',
    'go/swept-span-filed-once',
  ],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 32769 noscan'] },
});
