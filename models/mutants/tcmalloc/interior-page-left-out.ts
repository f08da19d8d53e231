import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const interiorPageLeftOut = defineMutant({
  id: 'tcmalloc/interior-page-left-out',
  story: 'the last page but one of a span of a class is not noted',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::RegisterSizeClass')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'page < span.end - 1; page += 1',
    replace: 'page < span.end - 2; page += 1',
  },
  caughtBy: ['tcmalloc/pagemap-interior-classed', 'tcmalloc/list-members-belong'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 2561'] },
});
