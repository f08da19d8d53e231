import { go119, goIssue } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The bound is compared with one relation too strict. */
export const largestSizeRefused = defineMutant({
  id: 'go/largest-size-refused',
  story: 'the largest size that there is counts as too large',
  sources: [
    goIssue(14938, 'a size equal to the maximum was refused, >= where > was meant'),
    go119('mcache.go', '(*mcache).allocLarge'),
  ],
  patch: {
    file: 'models/go/go-heap.ts',
    find: 'size <= this.maxSize &&',
    replace: 'size < this.maxSize &&',
  },
  caughtBy: ['client/good-calls-served'],
  withinRuns: 600,
  shortest: { lines: ['a = malloc 2**32 noscan'] },
});
