import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicUsedAgainNotBacked = defineMutant({
  id: 'go-classic/used-again-not-backed',
  story: 'a span whose memory was given back is put to use as it is',
  sources: [go110('mheap.go', 'allocSpanLocked: sysUsed')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'this.os.sysUsed(span.startAddr, span.npages * PAGE_BYTES);',
    replace: 'void span.startAddr;',
  },
  caughtBy: [
    'classic/released-pages-counted',
    'classic/used-pages-ready',
    'os/blocks-in-ready-memory',
  ],
  withinRuns: 40,
  shortest: { lines: ['a = malloc 1 noscan', 'scavenge 1', 'b = malloc 17 noscan'] },
});
