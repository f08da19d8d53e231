import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** Rounded up by a whole step instead of one less. */
export const classEdgeGetsNextClass = defineMutant({
  id: 'go/class-edge-gets-next-class',
  story: 'a request of exactly the size of a class gets the class above',
  sources: [
    go119('msize.go', 'roundupsize'),
    source('glibc BZ 24903: the bound of a class was one quantum off'),
  ],
  patch: {
    file: 'models/go/sizeclasses.ts',
    find: '(size + SMALL_SIZE_DIV - 1) >>> 3',
    replace: '(size + SMALL_SIZE_DIV) >>> 3',
  },
  caughtBy: ['go/size-class-smallest-that-fits'],
  withinRuns: 20,
  shortest: { lines: [] },
});
