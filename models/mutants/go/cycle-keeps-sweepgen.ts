import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const cycleKeepsSweepgen = defineMutant({
  id: 'go/cycle-keeps-sweepgen',
  story: 'a cycle ends without raising the sweepgen, so nothing is swept',
  sources: [go119('mgc.go', 'gcSweep')],
  patch: { file: 'models/go/mgc.ts', find: 'heap.sweepgen += 2;', replace: 'heap.sweepgen += 0;' },
  caughtBy: [
    'go/heap-live-covers-objects',
    'go/marks-zero-when-swept',
    'go/sweepgen-counts-cycles',
  ],
  withinRuns: 100,
  shortest: { lines: [] },
});
