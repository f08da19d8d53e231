import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A fresh chunk is one run to its end. */
export const lastRunNotCompared = defineMutant({
  id: 'go/last-run-not-compared',
  story: 'the summary of a chunk looks for the longest of its runs among all but the last',
  sources: [go119('mpallocbits.go', '(*pallocBits).summarize: if cur > most')],
  patch: { file: 'models/go/palloc-bits.ts', find: 'if (max < run) max = run;', replace: '' },
  caughtBy: ['go/leaf-summaries-match-bitmap', 'go/summary-counts-consistent'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
