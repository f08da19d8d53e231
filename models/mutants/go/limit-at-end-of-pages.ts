import { go119 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A word that looks like a pointer into the tail is taken for one to an object behind the last slot. */
export const limitAtEndOfPages = defineMutant({
  id: 'go/limit-at-end-of-pages',
  story: 'the limit of a span of small objects is the end of its pages',
  sources: [go119('mcentral.go', '(*mcentral).grow'), go119('mbitmap.go', 'findObject')],
  patch: {
    file: 'models/go/mspan.ts',
    find: 'this.limit = base + this.nelems * this.elemsize;',
    replace: 'this.limit = base + bytes;',
  },
  caughtBy: ['go/span-limit-exact'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 17 noscan'] },
});
