import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const releaseKeepsCommitted = defineMutant({
  id: 'tcmalloc/release-keeps-committed',
  story: 'what is given back still counts as committed',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::DecommitSpan')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'this.committedBytes -= bytes;',
    replace: '',
  },
  caughtBy: ['tcmalloc/commit-identity'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
