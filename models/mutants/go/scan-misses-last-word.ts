import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The scan of an object ends a word early, so what only its last word points to is collected. */
export const scanMissesLastWord = defineMutant({
  id: 'go/scan-misses-last-word',
  story: 'the last word of an object is not scanned for pointers',
  sources: [
    source('TinyGo PR #1872: the end condition of the scan loop missed a trailing pointer'),
    go119('mgcmark.go', 'scanobject'),
  ],
  patch: {
    file: 'models/go/mark.ts',
    find: 'const end = from + bytes;',
    replace: 'const end = from + bytes - WORD_BYTES;',
  },
  caughtBy: [
    'go/marks-between-must-and-may',
    'go/live-blocks-survive-cycles',
    'go/checkmark-finds-all-marked',
  ],
  withinRuns: 150,
  shortest: { lines: ['a = malloc 16 noscan', 'b = malloc 32', 'b[3] -> a', 'finalizer b'] },
});
