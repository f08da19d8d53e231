import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicLongestTaken = defineMutant({
  id: 'go-classic/longest-taken',
  story: 'of the long free spans the longest is taken',
  sources: [go110('mgclarge.go', '(*mTreap).remove: best fit')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'const at = freelarge.findIndex((it) => it.npages >= npages);',
    replace: 'const at = freelarge.findLastIndex((it) => it.npages >= npages);',
  },
  caughtBy: ['classic/fewest-pages-taken'],
  withinRuns: 80,
  shortest: {
    lines: [
      'a = malloc 17 noscan',
      'b = malloc 1048577 noscan',
      'c = realloc b 1',
      'd = malloc 1 noscan on P1',
    ],
    heap: 'procs=2',
  },
});
