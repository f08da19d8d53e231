import { tcmalloc } from '../../../spec/sources.ts';
import { defineMutant } from '../mutant.ts';

export const leastGrowthForgotten = defineMutant({
  id: 'tcmalloc/least-growth-forgotten',
  story: 'the heap grows by what is wanted and no more',
  sources: [tcmalloc('page_heap.cc', 'PageHeap::GrowHeap: kMinSystemAlloc')],
  patch: {
    file: 'models/tcmalloc/page-heap.ts',
    find: 'const asked = [Math.max(npages, this.#geometry.growPages)];',
    replace: 'const asked = [npages];',
  },
  caughtBy: ['tcmalloc/growth-asks-enough'],
  withinRuns: 60,
  shortest: { lines: ['a = malloc 1'] },
});
