import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicLastPageNotNamed = defineMutant({
  id: 'go-classic/last-page-not-named',
  story: 'a span that takes in the one above it is not named for its new last page',
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked: h.spans[p+s.npages-1] = s')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'span.needzero |= after.needzero;',
    replace: 'span.needzero |= after.needzero; this.descriptors.give(after); return;',
  },
  caughtBy: ['classic/free-ends-named'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
