import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The free slots below it look initialised to whoever comes by a word that may be a pointer. */
export const sweepKeepsScanIndex = defineMutant({
  id: 'go/sweep-keeps-scan-index',
  story: 'a sweep puts freeindex back but not freeIndexForScan',
  sources: [
    goIssue(
      54596,
      'the free index passed a slot before that was initialised, and the collector followed it',
    ),
    go119('mgcsweep.go', '(*sweepLocked).sweep'),
  ],
  patch: { file: 'models/go/sweep.ts', find: 'span.freeIndexForScan = 0;', replace: '' },
  caughtBy: ['go/scan-index-behind-freeindex'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 1 noscan', 'gc'] },
});
