import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicGrowthSoughtAmongLongSpans = defineMutant({
  id: 'go-classic/growth-sought-among-long-spans',
  story:
    'behind a growth the long free spans are looked through alone, as until 1.10, so that a growth of less than the least serves nobody',
  sources: [go110('mheap.go', 'allocSpanLocked: if s == nil { h.grow; s = h.allocLarge }')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: '      span = this.#pick(npages);',
    replace: '      span = this.#fromLong(npages);',
  },
  caughtBy: ['classic/growth-serves-request'],
  withinRuns: 300,
  shortest: { lines: ['fault map#1 refuse', 'a = malloc 1 noscan'] },
});
