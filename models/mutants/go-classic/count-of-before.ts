import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicCountOfBefore = defineMutant({
  id: 'go-classic/count-of-before',
  story: 'a swept span says that it has as many objects as before',
  sources: [go110('mgcsweep.go', '(*mspan).sweep: s.allocCount = nalloc')],
  patch: {
    file: 'models/classic/sweep.ts',
    find: 'span.allocCount = nalloc;',
    replace: 'if (nalloc === 0) span.allocCount = nalloc;',
  },
  caughtBy: ['classic/alloc-count-true'],
  withinRuns: 70,
  shortest: { lines: ['a = malloc 8 noscan', 'b = realloc a 9', 'freeOSMemory'] },
});
