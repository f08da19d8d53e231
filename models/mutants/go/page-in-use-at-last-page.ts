import { go119, source } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** The reclaimer never comes to a span of several pages. */
export const pageInUseAtLastPage = defineMutant({
  id: 'go/page-in-use-at-last-page',
  story: 'the pageInUse bit is set for the last page of a span',
  sources: [
    go119('mheap.go', '(*mheap).allocSpan: pageInUse'),
    source('Go 1.19 runtime/mheap.go, heapArena: only the bit of a span’s first page is used'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'setBit(arena.pageInUse, arena.pageOf(base));',
    replace: 'setBit(arena.pageInUse, arena.pageOf(base) + npages - 1);',
  },
  caughtBy: ['go/page-in-use-bit-per-span', 'go/page-in-use-only-at-span-start'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 1281 noscan'] },
});
