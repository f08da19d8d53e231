import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The pointers behind it are not followed. */
export const scanEndsAtNil = defineMutant({
  id: 'go/scan-ends-at-nil',
  story: 'the scan of an object ends at its first nil pointer',
  sources: [
    source('tinygo PR #1872: the end condition of the scan loop missed a pointer'),
    go119('mgcmark.go', 'scanobject'),
  ],
  patch: {
    file: 'models/go/mark.ts',
    find: 'if ((low | high) === 0 || !pointerBit(bitmap, firstWord + i)) continue;',
    replace: 'if ((low | high) === 0) return i * WORD_BYTES;',
  },
  caughtBy: [
    'gc/finalizer-of-unreachable-block',
    'go/live-blocks-hold-allocated-slots',
    'go/live-blocks-survive-cycles',
    'go/marks-between-must-and-may',
    'go/checkmark-finds-all-marked',
  ],
  withinRuns: 120,
  shortest: { lines: ['a = malloc 16', 'b = malloc 16 noscan', 'a[1] -> b', 'finalizer a'] },
});
