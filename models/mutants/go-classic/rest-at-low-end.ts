import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicRestAtLowEnd = defineMutant({
  id: 'go-classic/rest-at-low-end',
  story: 'of a span that is too long the high end is taken',
  sources: [go110('mheap.go', 'allocSpanLocked: trim extra')],
  patch: [
    {
      file: 'models/classic/page-heap.ts',
      find: 'rest.initPages(span.startAddr + npages * PAGE_BYTES, span.npages - npages);',
      replace: 'rest.initPages(span.startAddr, span.npages - npages); span.startAddr = rest.end;',
    },
    {
      file: 'models/classic/page-heap.ts',
      find: 'this.spans[this.#pageOf(rest.startAddr) - 1] = span;',
      replace: 'this.spans[this.#pageOf(span.startAddr)] = span;',
    },
  ],
  caughtBy: ['classic/rest-at-high-end'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
