import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicScanStopsAtSecondWord = defineMutant({
  id: 'go-classic/scan-stops-at-second-word',
  story: 'a scan goes by the scan bit of the second word, which says nothing',
  sources: [go110('mgcmark.go', 'scanobject: i != 1*sys.PtrSize && bits&bitScan == 0')],
  patch: {
    file: 'models/classic/mark.ts',
    find: 'if (i !== CHECKMARK_WORD && (bits & SCAN) === 0) return;',
    replace: 'if ((bits & SCAN) === 0) return;',
  },
  caughtBy: ['classic/live-blocks-hold-slots'],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 1 noscan', 'b = malloc 16', 'b[1] -> a', 'drop a', 'gc'] },
});
