import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicRestEndNotNamed = defineMutant({
  id: 'go-classic/rest-end-not-named',
  story: 'what is left of a span that was cut is named for its first page alone',
  sources: [go110('mheap.go', 'allocSpanLocked: h.spans[p+t.npages-1] = t')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'this.#setEnds(rest);',
    replace: 'this.spans[this.#pageOf(rest.startAddr)] = rest;',
  },
  caughtBy: ['classic/free-ends-named'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
