import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicLastPageNotCleared = defineMutant({
  id: 'go-classic/last-page-not-cleared',
  story: 'of a span for small objects all pages but the last are cleared',
  sources: [go110('mheap.go', '(*mheap).alloc: memclrNoHeapPointers')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'if (isZeroed && needzero !== 0) memclr(this.os, startAddr, npages * PAGE_BYTES);',
    replace:
      'if (isZeroed && needzero !== 0) memclr(this.os, startAddr, npages * PAGE_BYTES - 512);',
  },
  caughtBy: ['classic/free-slots-zero-unless-told', 'client/zeroed-when-asked'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 32769 noscan', 'free a', 'b = malloc 1 noscan'] },
});
