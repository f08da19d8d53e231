import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicRestNotBacked = defineMutant({
  id: 'go-classic/rest-not-backed',
  story: 'of a span whose memory was given back the part alone is backed that is put to use',
  sources: [go110('mheap.go', 'allocSpanLocked: sysUsed(s.base(), s.npages<<_PageShift)')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'this.os.sysUsed(span.startAddr, span.npages * PAGE_BYTES);',
    replace: 'this.os.sysUsed(span.startAddr, npages * PAGE_BYTES);',
  },
  caughtBy: ['classic/released-pages-counted'],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 1 noscan', 'scavenge 1', 'b = malloc 17 noscan'] },
});
