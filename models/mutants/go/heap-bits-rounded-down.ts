import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/**
 * Only whole bytes of the heap bitmap are written for the pointers of an object; the rest get no
 * bits.
 */
export const heapBitsRoundedDown = defineMutant({
  id: 'go/heap-bits-rounded-down',
  story: 'pointer bits are written for four words at a time, rounded down',
  sources: [
    goIssue(37470, 'scratch for a pointer bitmap was rounded down, one byte landed past the page'),
    go119('mbitmap.go', 'heapBitsSetType'),
  ],
  patch: {
    file: 'models/go/heap-bitmap.ts',
    find: 'Math.min(pointers, here)',
    replace: 'Math.min(pointers, here) & ~3',
  },
  caughtBy: ['go/heap-bits-match-type'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 9'] },
});
