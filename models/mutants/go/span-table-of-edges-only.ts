import { go119, goIssue, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

/** A pointer to its middle is none into the heap. */
export const spanTableOfEdgesOnly = defineMutant({
  id: 'go/span-table-of-edges-only',
  story: 'only the first and the last page of a span are entered in the span table',
  sources: [
    go119('mheap.go', '(*mheap).setSpans'),
    tcmalloc(
      'src/page_heap.cc',
      'RecordSpan: enough to join neighbours, not to look up an address inside',
    ),
    goIssue(20259, 'addresses of the heap were no heap for look-ups'),
  ],
  patch: {
    file: 'models/go/mheap.ts',
    find: 'arena.spans[arena.pageOf(at)] = span;',
    replace:
      'if (at === span.startAddr || at === end - PAGE_BYTES) arena.spans[arena.pageOf(at)] = span;',
  },
  caughtBy: ['go/span-table-covers-spans'],
  withinRuns: 30,
  shortest: { lines: ['a = malloc 2689 noscan'] },
});
