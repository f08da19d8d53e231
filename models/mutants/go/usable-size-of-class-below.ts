import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const usableSizeOfClassBelow = defineMutant({
  id: 'go/usable-size-of-class-below',
  story: 'the usable size of a block is that of the class below its own',
  sources: [
    go119('msize.go', 'roundupsize'),
    goIssue(75209, 'capacity was rounded up by the wrong class of pointerful objects'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: '      return base + span.elemsize - addr;',
    replace: '      return base + (classToSize[(span.spanclass >>> 1) - 1] as number) - addr;',
  },
  caughtBy: ['client/usable-covers-request'],
  withinRuns: 100,
  shortest: { lines: [] },
});
