import { go110 } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const classicInnerPagesNotNamed = defineMutant({
  id: 'go-classic/inner-pages-not-named',
  story: 'the table names a span in use for its first and its last page alone',
  sources: [go110('mheap.go', '(*mheap).setSpans')],
  patch: {
    file: 'models/classic/page-heap.ts',
    find: 'for (let page = first; page < first + span.npages; page += 1) this.spans[page] = span;',
    replace:
      'for (let page = first; page < first + span.npages; page += Math.max(1, span.npages - 1)) this.spans[page] = span;',
  },
  caughtBy: ['classic/in-use-pages-named'],
  withinRuns: 20,
  shortest: { lines: ['a = malloc 2689 noscan'] },
});
