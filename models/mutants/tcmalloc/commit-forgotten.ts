import { source, tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const commitForgotten = defineMutant({
  id: 'tcmalloc/commit-forgotten',
  story: 'a returned span is put to use without memory behind it',
  sources: [
    tcmalloc('page_heap.cc', 'PageHeap::CommitSpan'),
    source('jemalloc #766: what a commit gives was taken for what it was'),
  ],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'this.#system.commit(this.#addr(span.page), bytes);',
    replace: '',
  },
  caughtBy: ['os/blocks-in-ready-memory', 'tcmalloc/spans-backed'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
