import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The lookup table is asked for the class of the step below. */
export const requestRoundedDownToClass = defineMutant({
  id: 'go/request-rounded-down-to-class',
  story: 'a request of no whole step gets the class that is too small for it',
  sources: [
    goIssue(75209, 'capacity was rounded up without the allocation header'),
    go119('msize.go', 'roundupsize'),
  ],
  patch: {
    file: 'models/go/sizeclasses.ts',
    find: '(size + SMALL_SIZE_DIV - 1) >>> 3',
    replace: 'size >>> 3',
  },
  caughtBy: [
    'client/usable-covers-request',
    'go/size-class-smallest-that-fits',
    'go/live-blocks-hold-allocated-slots',
  ],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 17 noscan'] },
});
