import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicFreedPagesInUse = defineMutant({
  id: 'go-classic/freed-pages-in-use',
  story: 'the pages of a span that goes free stay counted as in use',
  sources: [go110('mheap.go', 'freeSpanLocked: h.pagesInUse')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'stats.pagesInUse -= span.npages;',
    replace: 'void stats;',
  },
  caughtBy: ['classic/pages-in-use-counted'],
  withinRuns: 10,
  shortest: { lines: ['a = malloc 1 noscan'] },
});
