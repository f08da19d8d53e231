import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicFirstPageNotNamed = defineMutant({
  id: 'go-classic/first-page-not-named',
  story: 'a span that takes in the one below it is not named for its new first page',
  sources: [go110('mheap.go', '(*mheap).freeSpanLocked: h.spans[p] = s')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'span.needzero |= before.needzero;',
    replace: 'span.needzero |= before.needzero; this.descriptors.give(before); return;',
  },
  caughtBy: ['classic/free-ends-named'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 32769 noscan', 'b = realloc a 1'] },
});
